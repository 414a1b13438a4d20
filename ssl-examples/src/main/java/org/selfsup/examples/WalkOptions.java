package org.selfsup.examples;

import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.graph.DeepWalk;
import picocli.CommandLine.Option;

/** Options of the methods that learn from walks. */
final class WalkOptions {

    @Option(
            names = "--walks",
            paramLabel = "N",
            description = "Walks from each node (default: ${DEFAULT-VALUE}).")
    private int walks;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "Nodes in a walk (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Farthest node of a context (default: ${DEFAULT-VALUE}).")
    private int window;

    private final double learningRate;

    WalkOptions(DeepWalk.Config usual) {
        walks = usual.walks();
        length = usual.length();
        window = usual.window();
        learningRate = usual.learningRate();
    }

    /** How long and how fast to train. */
    EmbeddingTraining.Plan plan(VectorOptions vectors) {
        return vectors.plan(walks, learningRate);
    }

    /** Options of the method. */
    DeepWalk.Config create(int dimension, EmbeddingTraining.Plan plan) {
        return new DeepWalk.Config(dimension, plan.epochs(), length, window, plan.learningRate());
    }
}
