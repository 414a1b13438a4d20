package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Log-likelihood of values in [0, 1] under independent Bernoulli variables given by logits.
 *
 * <pre>{@code
 * log p(x | l) = sum_d ( x_d l_d - softplus(l_d) )
 * }</pre>
 *
 * <p>Per sample, in nats, at most 0 for x in {0, 1}; -mean of it is a variational autoencoder's
 * reconstruction term. Exact at any logit: nothing is clamped.
 *
 * <p>Kingma and Welling 2014, <a href="https://arxiv.org/abs/1312.6114">Auto-Encoding Variational
 * Bayes</a>, appendix C.1.
 */
public record BernoulliLikelihood() {

    /**
     * Log-likelihood of each sample.
     *
     * @param logits l, {@code (n, ...)}
     * @param x values of the same shape
     * @return {@code (n)}, sums over all axes but the first
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray logits, NDArray x) {
        Require.sameSamples("The Bernoulli likelihood", logits, x);
        return Rows.sum(logits.mul(x).sub(Activation.softPlus(logits)));
    }
}
