package org.selfsup.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.selfsup.generative.context.EmbeddingTraining;
import picocli.CommandLine.Option;

/** Options of the methods that learn vectors of words or nodes in plain Java. */
final class VectorOptions {

    @Option(
            names = "--dimension",
            paramLabel = "D",
            description = "Values of a vector (default: ${DEFAULT-VALUE}).")
    int dimension;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "At the start, falling linearly (default: the method's own).")
    private @Nullable Double learningRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Same seed, same result, with one thread only (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that train without waiting for one another (default: all).")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Run directory (default: a new one, runs/METHOD-DATA-NUMBER).")
    @Nullable Path run;

    VectorOptions(int dimension) {
        this.dimension = dimension;
    }

    /**
     * How long and how fast to train.
     *
     * @param epochs passes
     * @param usual learning rate of the method
     * @throws IllegalArgumentException if something is out of range
     */
    EmbeddingTraining.Plan plan(int epochs, double usual) {
        return new EmbeddingTraining.Plan(
                epochs, learningRate == null ? usual : learningRate, seed, threads);
    }
}
