package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * What a classifier learns from labels: the softmax cross entropy.
 *
 * <pre>{@code L = mean_i -log softmax(logits_i)[y_i] }</pre>
 */
public record ClassificationLoss() {

    /**
     * The mean over the samples.
     *
     * @param logits {@code (n, k)}
     * @param labels classes from 0 to k - 1 of type INT64, {@code (n)}; others stop libtorch
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
}
