package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * Distance of a prediction from its target by direction alone, without negatives.
 *
 * <pre>{@code
 * D(p, z) = -mean_i cos(p_i, z_i)   (eq. 1 of SimSiam)
 * }</pre>
 *
 * <p>Range [-1, 1]. A row of zeros has cosine 0. SimSiam's loss is {@code D(p1, z2) / 2 + D(p2, z1)
 * / 2} with z1 and z2 held constant (eq. 4); the caller stops their gradients.
 *
 * <p>Chen and He 2021, <a href="https://arxiv.org/abs/2011.10566">Exploring Simple Siamese
 * Representation Learning</a>.
 */
public record NegativeCosineLoss() {

    private static final double SHORTEST = 1e-8; // lengths below count as this

    /**
     * The mean over the rows.
     *
     * @param prediction p, {@code (n, d)}
     * @param target z, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray prediction, NDArray target) {
        Require.sameRows("The negative cosine", 1, prediction, target);
        NDArray p = prediction.normalize(2, 1, SHORTEST);
        NDArray z = target.normalize(2, 1, SHORTEST);
        return p.mul(z).sum(new int[] {1}).mean().neg();
    }
}
