package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;
import org.selfsup.engine.Numbers;

/**
 * Keeps a critic's gradient near length 1 between real and generated samples.
 *
 * <pre>{@code
 * weight * mean_i ( |grad critic(x_i)| - 1 )^2,   x_i = a_i real_i + (1 - a_i) fake_i   (eq. 3)
 * }</pre>
 *
 * <p>Differentiable in the critic's parameters, by second derivatives; no gradient reaches the
 * samples. The critic must score each sample by itself: no batch normalisation. Works whatever the
 * thread's gradient mode.
 *
 * <p>Gulrajani et al. 2017, <a href="https://arxiv.org/abs/1704.00028">Improved Training of
 * Wasserstein GANs</a>.
 *
 * @param weight the paper's lambda, positive; 10 in the paper
 */
public record WganGradientPenalty(float weight) {

    private static final String NAME = "The gradient penalty";

    /** Checks the weight. */
    public WganGradientPenalty {
        Require.positive(NAME, "weight", weight);
    }

    /**
     * The penalty with coefficients drawn from [0, 1).
     *
     * @param critic from {@code (n, ...)} to n scores
     * @param real real samples, {@code (n, ...)}
     * @param fake generated samples of the same shape
     * @param seed what the n coefficients are drawn from; the caller takes another one each step
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit or the critic is not differentiable
     */
    public NDArray evaluate(UnaryOperator<NDArray> critic, NDArray real, NDArray fake, long seed) {
        Shape shape = Require.sameSamples(NAME, real, fake);
        RandomGenerator random = Randomness.at(seed);
        float[] coefficients = new float[(int) shape.get(0)];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = random.nextFloat();
        }
        try (NDArray a = Numbers.of(real.getManager(), coefficients)) {
            return evaluate(critic, real, fake, a);
        }
    }

    /**
     * The penalty with given coefficients.
     *
     * @param critic from {@code (n, ...)} to n scores
     * @param real real samples, {@code (n, ...)}
     * @param fake generated samples of the same shape
     * @param coefficients a, n numbers from 0, the generated sample, to 1, the real one
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit or the critic is not differentiable
     */
    public NDArray evaluate(
            UnaryOperator<NDArray> critic, NDArray real, NDArray fake, NDArray coefficients) {
        Shape shape = Require.sameSamples(NAME, real, fake);
        Require.that(
                shape.dimension() > 1 && coefficients.size() == shape.get(0),
                NAME,
                "samples (n, ...) and n coefficients",
                real,
                coefficients);
        long[] perSample = new long[shape.dimension()];
        Arrays.fill(perSample, 1);
        perSample[0] = shape.get(0);
        NDArray a = coefficients.reshape(perSample);
        NDArray from = fake.stopGradient();
        NDArray between = real.stopGradient().sub(from).mul(a).add(from);
        NDArray norms = InputGradient.norms(NAME, critic, between);
        return Numbers.times(norms.sub(1).square().mean(), weight);
    }
}
