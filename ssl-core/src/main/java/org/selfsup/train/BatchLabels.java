package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.selfsup.data.Labels;

/**
 * The classes of a batch, which never stand in it: they are those of {@link Pass#samples}.
 *
 * @param labels of the samples to train on, in their order
 */
public record BatchLabels(Labels labels) {

    /** How many classes there are, k. */
    public int classes() {
        return labels.names().size();
    }

    /**
     * The class of every sample of a batch.
     *
     * @param pass of a run
     * @param n samples of the batch
     * @throws IllegalArgumentException if a sample has no label here, or the pass says not which
     *     samples the batch holds
     */
    public long[] of(Pass pass, long n) {
        int[] samples = pass.samples();
        if (samples.length != n) {
            throw new IllegalArgumentException(
                    "Labels are those of whole batches of a run, here "
                            + n
                            + " views of "
                            + samples.length
                            + " known samples; train with a Pretrainer, and not in parts");
        }
        long[] known = new long[samples.length];
        for (int i = 0; i < known.length; i++) {
            if (samples[i] >= labels.of().length) {
                throw new IllegalArgumentException(
                        "Sample "
                                + samples[i]
                                + " has no label: there are "
                                + labels.of().length
                                + "; give the labels of the samples that are trained on");
            }
            known[i] = labels.of()[samples[i]];
        }
        return known;
    }

    /** The classes of a batch as conditions {@code (n, k)}, see {@link #of}. */
    public NDArray oneHot(Pass pass, long n) {
        return oneHot(pass.manager(), of(pass, n));
    }

    /**
     * Classes as conditions {@code (n, k)}.
     *
     * @param classes each from 0 to k - 1
     */
    public NDArray oneHot(NDManager manager, long... classes) {
        float[] rows = new float[classes.length * classes()];
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0 || classes[i] >= classes()) {
                throw new IllegalArgumentException(
                        "There are the classes 0 to " + (classes() - 1) + ", got " + classes[i]);
            }
            rows[i * classes() + (int) classes[i]] = 1;
        }
        return manager.create(rows, new Shape(classes.length, classes()));
    }
}
