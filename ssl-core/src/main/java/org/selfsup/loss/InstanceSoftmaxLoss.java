package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * Classification of each sample as itself among all M samples of the data set.
 *
 * <pre>{@code
 * l_i = -log( exp(v_i . x_i / t) / sum_{j=1..M} exp(v_j . x_i / t) )   (eq. 2)
 * }</pre>
 *
 * <p>v_j is what a memory bank remembers of sample j, without gradient. The features x are taken as
 * they are: the network's last layer brings them to unit length.
 *
 * <p>Wu et al. 2018, <a href="https://arxiv.org/abs/1805.01978">Unsupervised Feature Learning via
 * Non-Parametric Instance Discrimination</a>.
 *
 * @param temperature t, positive and finite; 0.07 in the paper
 */
public record InstanceSoftmaxLoss(float temperature) {

    private static final String NAME = "Instance discrimination";

    /** Checks the temperature. */
    public InstanceSoftmaxLoss {
        Require.positive(NAME, "temperature", temperature);
    }

    /**
     * The mean loss.
     *
     * @param x features of unit length, {@code (n, d)}
     * @param memory v, one row for each sample of the data set, {@code (M, d)}
     * @param index which sample each row of x is, {@code (n)} of type INT64, from 0 to M - 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray x, NDArray memory, NDArray index) {
        long n = Require.sameRows(NAME, 1, x).get(0);
        Require.that(
                Require.sameRows(NAME, 1, memory).get(1) == x.getShape().get(1)
                        && Require.is(index, n),
                NAME,
                "features (n, d), a memory (M, d) and n indices",
                x,
                memory,
                index);
        NDArray similarity = x.matMul(memory.stopGradient().transpose()); // (n, M)
        return CrossEntropy.mean(Numbers.times(similarity, 1 / temperature), index);
    }
}
