package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.selfsup.engine.Autograd;

/**
 * What a classifier learns from labels: the softmax cross entropy.
 *
 * <pre>{@code L = mean_i -log softmax(logits_i)[y_i] }</pre>
 */
public record ClassificationLoss() {

    private static final String NAME = "The classification loss";

    /** Stands for a label that is not known; the sample is left out. */
    public static final long UNKNOWN = -100;

    /**
     * The mean over the samples whose label is known, at least one.
     *
     * @param logits {@code (n, k)}
     * @param labels classes from 0 to k - 1 of type INT64, {@code (n)}; any other number but {@link
     *     #UNKNOWN} stops libtorch
     * @return a scalar
     * @throws IllegalArgumentException if the shapes or the type do not fit
     */
    public NDArray evaluate(NDArray logits, NDArray labels) {
        check(logits, labels);
        return CrossEntropy.mean(logits, labels);
    }

    /**
     * A weighted sum over the samples, all with known labels.
     *
     * @param logits {@code (n, k)}
     * @param labels classes from 0 to k - 1 of type INT64, {@code (n)}
     * @param weights {@code (n)}, whose sum is 1 for a mean
     * @return a scalar
     * @throws IllegalArgumentException if the shapes or the type do not fit
     */
    public NDArray evaluate(NDArray logits, NDArray labels, NDArray weights) {
        check(logits, labels);
        Require.that(
                weights.getShape().equals(labels.getShape()),
                NAME,
                "labels and weights (n)",
                labels,
                weights);
        NDArray own = logits.logSoftmax(1).gather(labels.reshape(-1, 1), 1); // (n, 1)
        return own.squeeze(1).mul(weights).sum().neg();
    }

    private static void check(NDArray logits, NDArray labels) {
        Require.that(
                logits.getShape().dimension() == 2
                        && Require.is(labels, logits.getShape().get(0))
                        && labels.getDataType() == DataType.INT64,
                NAME,
                "logits (n, k) and labels (n) of type INT64",
                logits,
                labels);
    }

    /**
     * The share of the samples whose largest logit is that of the class.
     *
     * @param logits {@code (n, k)}
     * @param classes of type INT64, {@code (n)}
     * @return a scalar, without gradient
     */
    public NDArray accuracy(NDArray logits, NDArray classes) {
        try (Autograd off = Autograd.off()) {
            return logits.argMax(1).eq(classes).toType(DataType.FLOAT32, false).mean();
        }
    }
}
