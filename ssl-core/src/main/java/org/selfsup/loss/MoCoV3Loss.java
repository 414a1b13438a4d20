package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * Contrast of each view's queries with the other view's keys of the same batch, MoCo v3.
 *
 * <pre>{@code
 * L = 2t ( InfoNCE(q1, k2) + InfoNCE(q2, k1) )   (algorithm 1)
 * }</pre>
 *
 * <p>InfoNCE is {@link InfoNceLoss} with the batch as negatives. Keys come from the momentum
 * encoder, without gradient.
 *
 * <p>Chen et al. 2021, <a href="https://arxiv.org/abs/2104.02057">An Empirical Study of Training
 * Self-Supervised Vision Transformers</a>.
 *
 * @param temperature t, positive and finite; 0.2 in the paper
 */
public record MoCoV3Loss(float temperature) {

    /** Checks the temperature. */
    public MoCoV3Loss {
        Require.positive("MoCo v3", "temperature", temperature);
    }

    /**
     * The loss over both directions.
     *
     * @param q1 queries of the first view, {@code (n, d)}, n at least 2
     * @param q2 queries of the second view
     * @param k1 keys of the first view
     * @param k2 keys of the second view
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray q1, NDArray q2, NDArray k1, NDArray k2) {
        Require.sameRows("MoCo v3", 2, q1, q2, k1, k2);
        InfoNceLoss contrast = new InfoNceLoss(temperature);
        NDArray both = contrast.evaluate(q1, k2).add(contrast.evaluate(q2, k1));
        return Numbers.times(both, 2 * temperature);
    }
}
