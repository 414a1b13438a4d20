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
        Require.that(
                logits.getShape().dimension() == 2
                        && Require.is(labels, logits.getShape().get(0))
                        && labels.getDataType() == DataType.INT64,
                "The classification loss",
                "logits (n, k) and labels (n) of type INT64",
                logits,
                labels);
        return CrossEntropy.mean(logits, labels);
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
