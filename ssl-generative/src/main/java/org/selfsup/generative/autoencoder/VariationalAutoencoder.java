package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.DiagonalGaussian;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.GaussianDivergence;
import org.selfsup.loss.ImportanceWeightedBound;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A latent variable model and an approximation of its posterior.
 *
 * <pre>{@code
 * p(x) = E_p(z)[p(x|z)],   p(z) = N(0, 1),   q(z|x) = N(mu(x), diag sigma(x)^2),   z = mu + sigma eps
 * }</pre>
 *
 * <p>Input: one array of raw samples {@code (n, ...)}, as the likelihood wants them: 0 or 1 for
 * Bernoulli. The encoder gives features {@code (n, d)}; a linear layer makes mean and logarithm of
 * the variance of them, {@code (n, 2 latent)}; the decoder takes z {@code (n, latent)} to the
 * parameters of the likelihood, shaped as the samples. All are trained.
 *
 * <p>The features of the encoder are the representation that probes see; {@link #posterior} gives
 * the latent one. Whatever a model is trained by, {@link #logLikelihood(Pass, NDArray, int)} says
 * how good it is.
 *
 * <p>The methods that extend it are what differs between papers: the loss.
 *
 * <p>Kingma and Welling 2013, <a href="https://arxiv.org/abs/1312.6114">Auto-encoding variational
 * Bayes</a>.
 */
public abstract class VariationalAutoencoder implements PretextTask {

    private final Sequence posterior;
    private final Block decoder;
    private final BinaryOperator<NDArray> likelihood;
    private final int latent;
    private final Networks networks;
    private final GaussianDivergence divergence = new GaussianDivergence();
    private final ImportanceWeightedBound bound = new ImportanceWeightedBound();

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param likelihood from the decoder's output and the samples to {@code log p(x|z)}, {@code
     *     (n)}, such as {@code new BernoulliLikelihood()::evaluate}
     */
    protected VariationalAutoencoder(
            Block encoder, Block decoder, int latent, BinaryOperator<NDArray> likelihood) {
        this.decoder = decoder;
        this.latent = latent;
        this.likelihood = likelihood;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("moments", Layers.linear(2L * latent, true))
                        .add("decoder", decoder, new Shape(1, latent));
        posterior = networks.chain("encoder", "moments");
    }

    @Override
    public final Networks networks() {
        return networks;
    }

    /** From z {@code (n, latent)} to the parameters of the likelihood. */
    public final Block decoder() {
        return decoder;
    }

    /** q(z|x) of samples {@code (n, ...)}. */
    public final DiagonalGaussian posterior(Pass pass, NDArray x) {
        NDArray moments = pass.forward(posterior, x); // (n, 2 latent)
        NDList halves = moments.split(2, 1);
        return new DiagonalGaussian(halves.get(0), halves.get(1));
    }

    /** log p(x|z) of samples {@code (n, ...)} given z {@code (n, latent)}, in nats, {@code (n)}. */
    public final NDArray logLikelihood(Pass pass, NDArray x, NDArray z) {
        return likelihood.apply(pass.forward(decoder, z), x);
    }

    /** The parameters of the likelihood at the mean of q(z|x), shaped as the samples. */
    public final NDArray reconstruct(Pass pass, NDArray x) {
        return pass.forward(decoder, posterior(pass, x).mean());
    }

    /**
     * The parameters of the likelihood for n draws of z from its prior, by libtorch's generator.
     */
    public final NDArray generate(Pass pass, int n) {
        return pass.forward(decoder, pass.manager().randomNormal(new Shape(n, latent)));
    }

    /**
     * The importance-weighted bound on log p(x), which rises to it with the number of draws (Burda
     * et al. 2015, <a href="https://arxiv.org/abs/1509.00519">Importance weighted autoencoders</a>,
     * eq. 8).
     *
     * @param x samples, {@code (n, ...)}; n times draws are decoded at once
     * @param draws k, of z from q(z|x), at least 1
     * @return in nats, {@code (n)}
     */
    public final NDArray logLikelihood(Pass pass, NDArray x, int draws) {
        long n = x.getShape().get(0);
        DiagonalGaussian q = posterior(pass, x);
        NDArray z = q.sample(draws); // (n, k, latent)
        Shape sample = x.getShape().slice(1);
        NDArray repeated =
                x.expandDims(1)
                        .broadcast(new Shape(n, draws).addAll(sample))
                        .reshape(new Shape(n * draws).addAll(sample)); // (n k, ...)
        NDArray logLikelihood = logLikelihood(pass, repeated, z.reshape(n * draws, latent));
        NDArray logWeights =
                bound.logWeights(logLikelihood.reshape(n, draws), z, q.mean(), q.logVariance());
        return bound.evaluate(logWeights);
    }

    /** -mean over x of log p(x|z) for one draw of z, a scalar, reported. */
    final NDArray reconstruction(Pass pass, NDArray x, NDArray z) {
        NDArray reconstruction = logLikelihood(pass, x, z).mean().neg();
        pass.report("reconstruction", reconstruction);
        return reconstruction;
    }

    /** mean over x of KL(q(z|x) || p(z)), a scalar, reported. */
    final NDArray divergence(Pass pass, DiagonalGaussian q) {
        NDArray kl = divergence.evaluate(q.mean(), q.logVariance()).mean();
        pass.report("kl", kl);
        return kl;
    }
}
