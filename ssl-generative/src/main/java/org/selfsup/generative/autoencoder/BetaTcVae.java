package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.DiagonalGaussian;
import org.selfsup.loss.BetaTcVaeLoss;
import org.selfsup.train.Pass;

/**
 * Beta-TC-VAE: a variational autoencoder that pays for the dependence between the dimensions of its
 * code rather than for all that the code says.
 *
 * <pre>{@code
 * loss = -E[log p(x|z)] + alpha I(z; x) + beta TC(z) + gamma sum_j KL(q(z_j) || p(z_j))   (eq. 4)
 * }</pre>
 *
 * <p>Input and networks are those of every {@link VariationalAutoencoder}. The terms are reported
 * as {@code reconstruction}, {@code mutual_information}, {@code total_correlation} and {@code
 * dimension_wise_kl}, without their weights; the last three are estimated within the batch, see
 * {@link BetaTcVaeLoss}, and may be negative.
 *
 * <p>Use it where {@link BetaVae} would be used: it keeps more of the picture at the same
 * disentanglement. The estimates want batches of a hundred or more.
 *
 * <p>Chen et al. 2018, <a href="https://arxiv.org/abs/1802.04942">Isolating Sources of
 * Disentanglement in Variational Autoencoders</a>.
 */
public final class BetaTcVae extends VariationalAutoencoder {

    private final BetaTcVaeLoss divergence;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param likelihood {@code log p(x|z)}; see {@link VariationalAutoencoder}
     * @param divergence of the posteriors from the prior, with the size of the data set
     */
    public BetaTcVae(
            Block encoder,
            Block decoder,
            int latent,
            BinaryOperator<NDArray> likelihood,
            BetaTcVaeLoss divergence) {
        super(encoder, decoder, latent, likelihood);
        this.divergence = divergence;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        DiagonalGaussian q = posterior(pass, x);
        NDArray z = q.sample();
        BetaTcVaeLoss.Terms terms = divergence.terms(z, q.mean(), q.logVariance());
        pass.report("mutual_information", terms.mutualInformation());
        pass.report("total_correlation", terms.totalCorrelation());
        pass.report("dimension_wise_kl", terms.dimensionWiseDivergence());
        return reconstruction(pass, x, z).add(terms.loss());
    }
}
