package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Adversarial autoencoder: an autoencoder whose codes, all together, a discriminator cannot tell
 * from draws of a prior.
 *
 * <pre>{@code
 * reconstruction    -mean log p(x | g(c(f(x))))
 * discriminator     E_p(z) -log D(z) + E_x -log(1 - D(c(f(x))))
 * regularisation    E_x -log D(c(f(x)))
 * }</pre>
 *
 * <p>Input: one array of samples {@code (n, ...)}. The encoder f gives features {@code (n, d)}, a
 * linear layer c the code {@code (n, latent)}, without noise of its own; the decoder g takes it to
 * the parameters of the likelihood. The prior is N(0, 1) in every dimension. Each step has the
 * three updates in this order: f, c and g together, D alone, f and c alone; each on the whole
 * batch. After training f gives the representation, and g makes samples of z. Reported: {@code
 * discriminator_accuracy}, and {@code sample_diversity}, the spread of the codes relative to the
 * prior's.
 *
 * <p>Use it in place of a VAE where the prior can only be drawn from; there is no likelihood. Known
 * failures: the discriminator wins and the codes stay where they are ({@code
 * discriminator_accuracy} near 1); the codes shrink to a point ({@code sample_diversity} near 0);
 * with momentum the game may circle about the prior, so Adam's beta1 is best 0.
 *
 * <p>Makhzani et al. 2015, <a href="https://arxiv.org/abs/1511.05644">Adversarial autoencoders</a>,
 * section 2, with a deterministic encoder.
 */
public final class AdversarialAutoencoder implements PretextTask {

    private static final GanLoss LOGISTIC = new GanLoss.NonSaturating();

    private final Networks networks;
    private final Sequence toCode;
    private final int latent;
    private final BinaryOperator<NDArray> likelihood;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param decoder g, {@code (n, latent) -> (n, ...)}, parameters of the likelihood
     * @param discriminator D, {@code (n, latent) -> (n, 1)}, a logit
     * @param latent dimensions of the code, at least 1
     * @param likelihood from the decoder's output and the samples to {@code log p(x|z)}, {@code
     *     (n)}, such as {@code new BernoulliLikelihood()::evaluate}
     */
    public AdversarialAutoencoder(
            Block encoder,
            Block decoder,
            Block discriminator,
            int latent,
            BinaryOperator<NDArray> likelihood) {
        this.latent = latent;
        this.likelihood = likelihood;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("code", Layers.linear(latent, true))
                        .add("decoder", decoder, new Shape(1, latent))
                        .add("discriminator", discriminator, new Shape(1, latent));
        toCode = networks.chain("encoder", "code");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective(
                        "reconstruction", networks.chain("encoder", "code", "decoder"), this::loss),
                new Objective(
                        "discriminator", networks.get("discriminator"), this::discriminatorLoss),
                new Objective("regularisation", toCode, this::regularisation));
    }

    /** The reconstruction's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        return likelihood.apply(decode(pass, encode(pass, x)), x).mean().neg();
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray code = encode(pass, batch.head()).stopGradient(); // (n, latent)
        NDArray z = prior(pass, batch.head().size(0));
        NDArray real = judge(pass, z); // (n, 1)
        NDArray fake = judge(pass, code); // (n, 1)
        pass.watchSamples(z, code);
        pass.watchLogits(real, fake);
        return LOGISTIC.discriminator(real, fake);
    }

    private NDArray regularisation(Pass pass, NDList batch) {
        return LOGISTIC.generator(judge(pass, encode(pass, batch.head())));
    }

    private NDArray judge(Pass pass, NDArray code) {
        return pass.forward(networks.get("discriminator"), code);
    }

    /** n draws of the prior, {@code (n, latent)}, from libtorch's generator. */
    public NDArray prior(Pass pass, long n) {
        return pass.manager().randomNormal(new Shape(n, latent));
    }

    private NDArray encode(Pass pass, NDArray x) {
        return pass.forward(toCode, x);
    }

    /** From samples {@code (n, ...)} to their codes, {@code (n, latent)}. */
    public Sequence toCode() {
        return toCode;
    }

    /** The parameters of the likelihood, of the samples' shape, for codes {@code (n, latent)}. */
    public NDArray decode(Pass pass, NDArray code) {
        return pass.forward(networks.get("decoder"), code);
    }
}
