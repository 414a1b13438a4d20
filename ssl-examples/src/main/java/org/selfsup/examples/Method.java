package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.selfsup.data.Views;
import org.selfsup.encoder.Encoders;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * What a method adds to training: the data it takes, how it sees them, and the task itself.
 *
 * @param <S> one sample
 * @param <D> the data
 * @param <T> the task
 */
interface Method<S, D extends TrainingData<S>, T extends PretextTask> extends Listed {

    /** What is taken where the command line says nothing. */
    default Usual usual() {
        return Usual.CONTRAST;
    }

    /** The data that the command line names. */
    String data();

    /** Opens the data that the command line names. */
    D open() throws IOException;

    /**
     * Opens data that shall be seen as a run saw its own.
     *
     * @param settings of the run
     * @param data as on the command line
     */
    D open(RunSettings settings, String data) throws IOException;

    /** The views of a sample. */
    Views<S> views(D data);

    /** The views of a sample for a task whose networks say more, such as the size of patches. */
    default Views<S> views(D data, T task) {
        return views(data);
    }

    /**
     * A new network to be probed, without values.
     *
     * @param name as on the command line, {@link Usual#OWN} for a method that brings its own
     */
    default Block encoder(String name, D data) throws IOException {
        return Encoders.create(name);
    }

    /**
     * A new task without values.
     *
     * @param encoder from samples to features; a method that brings its own makes another
     * @param features how many it gives
     * @param data what it will learn from
     * @param steps of training, for schedules
     */
    T task(Block encoder, int features, D data, long steps);

    /** Figures of the trained task beside those of probes, by their names in the summary. */
    default Map<String, Object> figures(T task, D data, NDManager manager, long seed)
            throws IOException {
        return Map.of();
    }

    /** A sentence on those figures for the last lines of a run, or nothing. */
    default String sentence(Map<String, ?> figures) {
        return "";
    }

    /** A figure as a number for such a sentence; NaN if there is none. */
    static double number(Map<?, ?> figures, String name) {
        return figures.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /**
     * New samples from noise of libtorch's generator: pictures {@code (n, c, h, w)}, black at 0 and
     * white at 1; sound {@code (n, 1, t)} from -1 to 1; points {@code (n, 2)}; text as tokens
     * {@code (n, t)}.
     *
     * @param task trained
     * @param n how many
     * @throws UnsupportedOperationException if the method makes none
     */
    default NDArray generate(T task, Pass pass, int n) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hears how to draw new samples, before {@link #generate}.
     *
     * @throws IllegalArgumentException if it was told of what the method has no choice in
     */
    default void sampling(Sampling how) {
        how.requireUsual();
    }

    /** What the trained task makes, for the report. */
    default List<Section> pictures(T task, D data, NDManager manager, long seed)
            throws IOException {
        return List.of();
    }

    /**
     * Defaults of a method.
     *
     * @param encoder which one
     * @param learningRate of the method's own optimizer
     * @param momentum beta1 of Adam, momentum of SGD
     * @param batch samples a step
     * @param optimizer the method's own
     */
    record Usual(
            String encoder,
            double learningRate,
            double momentum,
            int batch,
            OptimizerChoice optimizer) {
        static final Usual CONTRAST = new Usual("convnet", 1e-3, 0.9);

        /** Name of the encoder of a method that is its own network. */
        static final String OWN = "own";

        /** With 128 samples a step. */
        Usual(String encoder, double learningRate, double momentum) {
            this(encoder, learningRate, momentum, 128);
        }

        /** With Adam. */
        Usual(String encoder, double learningRate, double momentum, int batch) {
            this(encoder, learningRate, momentum, batch, OptimizerChoice.ADAM);
        }

        /** The learning rate of an optimizer: the method's, if it is near enough to the own one. */
        double learningRate(OptimizerChoice chosen, int batch) {
            boolean own =
                    chosen == optimizer
                            || (chosen == OptimizerChoice.ADAMW
                                    && optimizer == OptimizerChoice.ADAM);
            return own ? learningRate : chosen.learningRate(batch);
        }
    }
}
