package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * Kullback-Leibler divergence of normal distributions with diagonal covariances.
 *
 * <pre>{@code
 * KL(N(m, e^v) || N(0, 1))     = 1/2 sum_d ( m_d^2 + e^{v_d} - 1 - v_d )
 * KL(N(m, e^v) || N(m', e^v')) = 1/2 sum_d ( ((m_d - m'_d)^2 + e^{v_d}) / e^{v'_d} - 1 + v'_d - v_d )
 * }</pre>
 *
 * <p>Per sample, in nats, at least 0.
 *
 * <p>Kingma and Welling 2014, <a href="https://arxiv.org/abs/1312.6114">Auto-Encoding Variational
 * Bayes</a>, appendix B.
 */
public record GaussianDivergence() {

    private static final String NAME = "The Gaussian divergence";

    /**
     * Divergence of each sample from the standard normal distribution.
     *
     * @param mean m, {@code (n, ...)}
     * @param logVariance v, of the same shape
     * @return {@code (n)}, sums over all axes but the first
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray mean, NDArray logVariance) {
        Require.sameSamples(NAME, mean, logVariance);
        NDArray excess = logVariance.exp().sub(logVariance).sub(1);
        return Numbers.times(Rows.sum(mean.square().add(excess)), 0.5);
    }

    /**
     * Divergence of each sample from a second distribution.
     *
     * @param mean m, {@code (n, ...)}
     * @param logVariance v, of the same shape
     * @param otherMean m', of the same shape
     * @param otherLogVariance v', of the same shape
     * @return {@code (n)}, sums over all axes but the first
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(
            NDArray mean, NDArray logVariance, NDArray otherMean, NDArray otherLogVariance) {
        Require.sameSamples(NAME, mean, logVariance, otherMean, otherLogVariance);
        NDArray ratio = logVariance.sub(otherLogVariance);
        NDArray distance = mean.sub(otherMean).square().mul(otherLogVariance.neg().exp());
        return Numbers.times(Rows.sum(distance.add(ratio.exp().sub(ratio)).sub(1)), 0.5);
    }
}
