package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;

/**
 * Log-likelihood under a normal distribution with a diagonal covariance.
 *
 * <pre>{@code
 * log p(x | m, v) = -1/2 sum_d ( log(2 pi) + v_d + (x_d - m_d)^2 / exp(v_d) ),   v = log variance
 * }</pre>
 *
 * <p>Per sample, in nats, with the constant, so that likelihoods of different models compare;
 * libraries that report half the squared error of a variational autoencoder leave {@code D/2 log(2
 * pi)} out.
 *
 * <p>Kingma and Welling 2014, <a href="https://arxiv.org/abs/1312.6114">Auto-Encoding Variational
 * Bayes</a>, appendix C.2.
 */
public record GaussianLikelihood() {

    private static final String NAME = "The Gaussian likelihood";
    private static final float LOG_TWO_PI = (float) Math.log(2 * Math.PI);

    /**
     * Log-likelihood of each sample.
     *
     * @param mean m, {@code (n, ...)}
     * @param logVariance v, of the same shape
     * @param x values of the same shape
     * @return {@code (n)}, sums over all axes but the first
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray mean, NDArray logVariance, NDArray x) {
        Require.sameSamples(NAME, mean, logVariance, x);
        return Rows.sum(logDensity(mean, logVariance, x));
    }

    /**
     * Log-likelihood of each sample at variance 1.
     *
     * @param mean m, {@code (n, ...)}
     * @param x values of the same shape
     * @return {@code (n)}, sums over all axes but the first
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray mean, NDArray x) {
        Require.sameSamples(NAME, mean, x);
        return Numbers.times(Rows.sum(mean.sub(x).square().add(LOG_TWO_PI)), -0.5);
    }

    /** The log density of every number; the shapes may broadcast. */
    static NDArray logDensity(NDArray mean, NDArray logVariance, NDArray x) {
        NDArray squared = mean.sub(x).square().mul(logVariance.neg().exp());
        return Numbers.times(squared.add(logVariance).add(LOG_TWO_PI), -0.5);
    }
}
