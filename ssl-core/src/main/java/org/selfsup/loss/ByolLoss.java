package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * Squared distance of prediction and target taken to unit length.
 *
 * <pre>{@code
 * L(p, z) = mean_i || p_i/|p_i| - z_i/|z_i| ||^2 = mean_i (2 - 2 cos(p_i, z_i))   (eq. 2)
 * }</pre>
 *
 * <p>Range [0, 4]. BYOL's loss is the sum {@code L(p1, z2) + L(p2, z1)} over the two ways to assign
 * the views, with z1 and z2 from the target network held constant; the caller stops their
 * gradients. It is {@code 4 (1 + SimSiam's loss)}.
 *
 * <p>Grill et al. 2020, <a href="https://arxiv.org/abs/2006.07733">Bootstrap your own latent</a>.
 */
public record ByolLoss() {

    /**
     * The mean over the rows, for one direction.
     *
     * @param prediction p, {@code (n, d)}
     * @param target z, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray prediction, NDArray target) {
        return Numbers.times(new NegativeCosineLoss().evaluate(prediction, target).add(1), 2);
    }
}
