package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.train.Pass;

/**
 * Importance-weighted autoencoder: a variational autoencoder trained by a tighter bound, of k draws
 * of z a sample.
 *
 * <pre>{@code L_k(x) = E[ log 1/k sum_{i=1..k} p(x, z_i) / q(z_i|x) ],   z_i ~ q(z|x)   (eq. 8) }
 * </pre>
 *
 * <p>Input and networks are those of every {@link VariationalAutoencoder}. The loss is the mean of
 * -L_k in nats, differentiated as it stands. With k = 1 it is {@link Vae} with a divergence that is
 * drawn instead of computed.
 *
 * <p>Use it for a better likelihood: q may be wrong about the posterior as long as some draws are
 * good. A step decodes k times as much, and the encoder's gradient gets noisier with k.
 *
 * <p>Burda et al. 2015, <a href="https://arxiv.org/abs/1509.00519">Importance weighted
 * autoencoders</a>.
 */
public final class Iwae extends VariationalAutoencoder {

    private final int draws;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param draws k, at least 1; 5 and 50 in the paper
     * @param likelihood {@code log p(x|z)}; see {@link VariationalAutoencoder}
     */
    public Iwae(
            Block encoder,
            Block decoder,
            int latent,
            int draws,
            BinaryOperator<NDArray> likelihood) {
        super(encoder, decoder, latent, likelihood);
        if (draws < 1) {
            throw new IllegalArgumentException("IWAE needs at least 1 draw a sample, got " + draws);
        }
        this.draws = draws;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return logLikelihood(pass, batch.singletonOrThrow(), draws).mean().neg();
    }
}
