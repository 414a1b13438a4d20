package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.DiagonalGaussian;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;

/**
 * Beta-VAE: a variational autoencoder whose code costs more, so that its dimensions come apart.
 *
 * <pre>{@code
 * loss = mean over x of ( -E_q(z|x)[log p(x|z)] + beta KL(q(z|x) || p(z)) )   (section 2)
 * }</pre>
 *
 * <p>Input and networks are those of every {@link VariationalAutoencoder}. The terms are reported
 * as {@code reconstruction} and {@code kl}, without the weight.
 *
 * <p>Use it where each dimension of z shall stand for one factor of the data. Pictures come back
 * less sharp, and with beta above 1 the likelihood is below that of {@link Vae}; a large beta turns
 * dimensions off one by one.
 *
 * <p>Higgins et al. 2017, <a href="https://openreview.net/forum?id=Sy2fzU9gl">beta-VAE: Learning
 * Basic Visual Concepts with a Constrained Variational Framework</a>, ICLR.
 */
public final class BetaVae extends VariationalAutoencoder {

    private final double beta;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param beta weight of the divergence, at least 0; above 1 in the paper
     * @param likelihood {@code log p(x|z)}; see {@link VariationalAutoencoder}
     */
    public BetaVae(
            Block encoder,
            Block decoder,
            int latent,
            double beta,
            BinaryOperator<NDArray> likelihood) {
        super(encoder, decoder, latent, likelihood);
        if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Beta-VAE needs a finite beta of at least 0, got " + beta);
        }
        this.beta = beta;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        DiagonalGaussian q = posterior(pass, x);
        return reconstruction(pass, x, q.sample()).add(Numbers.times(divergence(pass, q), beta));
    }
}
