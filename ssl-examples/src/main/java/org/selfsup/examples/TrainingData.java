package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.eval.Features;
import org.selfsup.report.Section;

/**
 * What a run learns from, and how networks see it.
 *
 * @param <S> one sample
 */
interface TrainingData<S> {

    /** Said where there is nothing to tell apart. */
    String NOT_PROBED =
            Troubleshooting.NOTHING_TO_PROBE.of(
                    "The data have no labels of two classes or more, so there is nothing to"
                            + " probe");

    /** The samples to learn from. */
    Samples<S> train();

    /**
     * The classes of the samples to learn from.
     *
     * @throws IllegalArgumentException if they have none
     */
    default Labels knownLabels() {
        return train().labels()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There are no labels to learn from in " + description()));
    }

    /** One line for a person. */
    String description();

    /** Changes with the content. */
    String fingerprint();

    /** What speed is counted in, such as {@code images}. */
    String unit();

    /** How many of these a sample holds. */
    default double unitsPerSample() {
        return 1;
    }

    /** What {@code config.json} keeps so that other data can be seen alike. */
    Map<String, Object> view();

    /** A sample without randomness. */
    Views<S> evaluationViews();

    /**
     * Writes beside a run's encoder what DJL needs to serve it; nothing where it cannot.
     *
     * @param run directory
     * @param encoder its full name
     */
    default void describe(Path run, String encoder) throws IOException {}

    /** The full name of an encoder for such data. */
    default String encoderName(String name) {
        return name;
    }

    /** Shapes of what an encoder sees of one sample. */
    default Shape[] shapes() throws IOException {
        Views.Batch<S> batch = evaluationViews().batch(1);
        batch.put(0, train().get(0), Randomness.at(0));
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            return batch.toArrays(scratch).getShapes();
        }
    }

    /** An encoder's features by the name of the split. */
    Map<String, Features> embed(Block encoder, Device device) throws IOException;

    /** Whether samples say their classes, and are of two at least. */
    static boolean areClassed(Samples<?> samples) {
        return samples.labels().filter(labels -> labels.occurring() > 1).isPresent();
    }

    /** What a row of the features of a split is called: a file or a node, else its number. */
    default String name(String split, int row) {
        return Integer.toString(row);
    }

    /**
     * Compares an encoder with the same one untrained; nothing if the data have no two classes.
     *
     * @param seed of the choice of samples and penalties
     * @param most training samples to use at most
     */
    Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException;

    /**
     * A quick figure while training goes on: the share of some test samples told right by nearest
     * neighbours. The encoder is only read.
     */
    default double onlineAccuracy(Block encoder, long seed, Device device) throws IOException {
        throw new IllegalArgumentException(
                "--online-probe works on labelled pictures, not on "
                        + description()
                        + "; leave it out");
    }

    /** How the name of a file of new samples ends. */
    default String samplesEnd() {
        throw new IllegalArgumentException("New samples of such data cannot be written to a file");
    }

    /**
     * Writes new samples.
     *
     * @param made what a method {@linkplain Method#generate generates}
     * @param file replaced if it exists
     */
    default void writeSamples(NDArray made, Path file) throws IOException {
        samplesEnd(); // refuses
    }

    /** How the method saw some samples, for the report. */
    default List<Section> views(Views<S> views, long seed) throws IOException {
        return List.of();
    }
}
