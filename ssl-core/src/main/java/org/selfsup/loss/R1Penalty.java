package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.selfsup.engine.Numbers;

/**
 * Keeps a discriminator's gradient small at real samples.
 *
 * <pre>{@code
 * weight / 2 * mean_i |grad D(x_i)|^2   (eq. 9)
 * }</pre>
 *
 * <p>Differentiable in the discriminator's parameters, by second derivatives; no gradient reaches
 * the samples. Works whatever the thread's gradient mode.
 *
 * <p>Mescheder et al. 2018, <a href="https://arxiv.org/abs/1801.04406">Which Training Methods for
 * GANs do actually Converge?</a>
 *
 * @param weight the paper's gamma, positive; 10 in the paper
 */
public record R1Penalty(float weight) {

    private static final String NAME = "The R1 penalty";

    /** Checks the weight. */
    public R1Penalty {
        Require.positive(NAME, "weight", weight);
    }

    /**
     * The penalty.
     *
     * @param discriminator from {@code (n, ...)} to n logits, each sample by itself
     * @param real real samples, {@code (n, ...)}
     * @return a scalar
     * @throws IllegalArgumentException if there are no samples or the discriminator is not
     *     differentiable
     */
    public NDArray evaluate(UnaryOperator<NDArray> discriminator, NDArray real) {
        Require.that(
                real.getShape().dimension() > 1 && real.size() > 0, NAME, "samples (n, ...)", real);
        NDArray norms = InputGradient.norms(NAME, discriminator, real);
        return Numbers.times(norms.square().mean(), weight / 2);
    }
}
