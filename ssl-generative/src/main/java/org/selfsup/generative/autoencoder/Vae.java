package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.DiagonalGaussian;
import org.selfsup.train.Pass;

/**
 * Variational autoencoder: a latent variable model trained by the evidence lower bound.
 *
 * <pre>{@code ELBO(x) = E_q(z|x)[log p(x|z)] - KL(q(z|x) || p(z))   (eq. 3) }</pre>
 *
 * <p>Input and networks are those of every {@link VariationalAutoencoder}. The loss is the mean of
 * -ELBO in nats, with one z a sample; its terms are reported as {@code reconstruction} and {@code
 * kl}.
 *
 * <p>Use it to generate, compress or find outliers. With a strong decoder q may ignore x, which
 * shows as {@code kl} near 0.
 *
 * <p>Kingma and Welling 2013, <a href="https://arxiv.org/abs/1312.6114">Auto-encoding variational
 * Bayes</a>.
 */
public final class Vae extends VariationalAutoencoder {

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param likelihood {@code log p(x|z)}; see {@link VariationalAutoencoder}
     */
    public Vae(Block encoder, Block decoder, int latent, BinaryOperator<NDArray> likelihood) {
        super(encoder, decoder, latent, likelihood);
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        DiagonalGaussian q = posterior(pass, x);
        return reconstruction(pass, x, q.sample()).add(divergence(pass, q));
    }
}
