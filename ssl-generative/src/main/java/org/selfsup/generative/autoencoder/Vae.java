package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.GaussianDivergence;
import org.selfsup.loss.ImportanceWeightedBound;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Variational autoencoder: a latent variable model trained by the evidence lower bound.
 *
 * <pre>{@code
 * ELBO(x) = E_q(z|x)[log p(x|z)] - KL(q(z|x) || p(z))                  (eq. 3)
 * q(z|x) = N(mu(x), diag sigma(x)^2),   p(z) = N(0, 1),   z = mu + sigma eps   (section 3)
 * }</pre>
 *
 * <p>Input: one array of raw samples {@code (n, ...)}, as the likelihood wants them: 0 or 1 for
 * Bernoulli. The encoder gives features {@code (n, d)}; a linear layer makes mean and logarithm of
 * the variance of them, {@code (n, 2 latent)}; the decoder takes z {@code (n, latent)} to the
 * parameters of the likelihood, shaped as the samples. All are trained. The loss is the mean of
 * -ELBO in nats, with one z a sample; its terms are reported as {@code reconstruction} and {@code
 * kl}.
 *
 * <p>The features of the encoder are the representation that probes see; {@link #posterior} gives
 * the latent one.
 *
 * <p>Use it to generate, compress or find outliers. With a strong decoder q may ignore x, which
 * shows as {@code kl} near 0.
 *
 * <p>Kingma and Welling 2013, <a href="https://arxiv.org/abs/1312.6114">Auto-encoding variational
 * Bayes</a>.
 */
public final class Vae implements PretextTask {

    private final Sequence posterior;
    private final Block decoder;
    private final BinaryOperator<NDArray> likelihood;
    private final int latent;
    private final Networks networks;
    private final GaussianDivergence divergence = new GaussianDivergence();

    /**
     * Mean and logarithm of the variance of q(z|x), each {@code (n, latent)}.
     *
     * @param mean mu
     * @param logVariance log sigma^2
     */
    public record Posterior(NDArray mean, NDArray logVariance) {

        /** A draw {@code mu + sigma eps} from libtorch's generator, with gradient. */
        public NDArray sample() {
            NDArray epsilon = mean.getManager().randomNormal(mean.getShape());
            return mean.add(Numbers.times(logVariance, 0.5).exp().mul(epsilon));
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param decoder {@code (n, latent) -> (n, ...)}
     * @param latent dimensions of z, at least 1
     * @param likelihood from the decoder's output and the samples to {@code log p(x|z)}, {@code
     *     (n)}, such as {@code new BernoulliLikelihood()::evaluate}
     */
    public Vae(Block encoder, Block decoder, int latent, BinaryOperator<NDArray> likelihood) {
        this.decoder = decoder;
        this.latent = latent;
        this.likelihood = likelihood;
        Block moments = Layers.linear(2L * latent, true);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("moments", moments)
                        .add("decoder", decoder, new Shape(1, latent));
        posterior = networks.chain("encoder", "moments");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From z {@code (n, latent)} to the parameters of the likelihood. */
    public Block decoder() {
        return decoder;
    }

    /** Dimensions of z. */
    public int latent() {
        return latent;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        Posterior q = posterior(pass, x);
        NDArray kl = divergence.evaluate(q.mean(), q.logVariance()).mean();
        NDArray reconstruction = logLikelihood(pass, x, q.sample()).mean().neg();
        pass.report("reconstruction", reconstruction);
        pass.report("kl", kl);
        return reconstruction.add(kl);
    }

    /** q(z|x) of samples {@code (n, ...)}. */
    public Posterior posterior(Pass pass, NDArray x) {
        NDArray moments = pass.forward(posterior, x); // (n, 2 latent)
        NDList halves = moments.split(2, 1);
        return new Posterior(halves.get(0), halves.get(1));
    }

    /** log p(x|z) of samples {@code (n, ...)} given z {@code (n, latent)}, in nats, {@code (n)}. */
    public NDArray logLikelihood(Pass pass, NDArray x, NDArray z) {
        return likelihood.apply(pass.forward(decoder, z), x);
    }

    /** The parameters of the likelihood at the mean of q(z|x), shaped as the samples. */
    public NDArray reconstruct(Pass pass, NDArray x) {
        return pass.forward(decoder, posterior(pass, x).mean());
    }

    /**
     * The importance-weighted bound on log p(x), which rises to it with the number of samples
     * (Burda et al. 2015, <a href="https://arxiv.org/abs/1509.00519">Importance weighted
     * autoencoders</a>, eq. 8).
     *
     * @param x one sample, {@code (1, ...)}
     * @param samples k, draws of z from q(z|x)
     * @return in nats, {@code (1)}
     */
    public NDArray logLikelihood(Pass pass, NDArray x, int samples) {
        Posterior one = posterior(pass, x);
        Posterior many =
                new Posterior(one.mean().repeat(0, samples), one.logVariance().repeat(0, samples));
        NDArray z = many.sample(); // (k, latent)
        NDArray logLikelihood = logLikelihood(pass, x.repeat(0, samples), z); // (k)
        ImportanceWeightedBound bound = new ImportanceWeightedBound();
        NDArray logWeights =
                bound.logWeights(
                        logLikelihood.reshape(1, samples),
                        z.reshape(1, samples, latent),
                        one.mean(),
                        one.logVariance()); // (1, k)
        return bound.evaluate(logWeights);
    }
}
