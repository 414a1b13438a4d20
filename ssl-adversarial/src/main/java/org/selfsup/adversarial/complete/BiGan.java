package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.BiGanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Bidirectional GAN: a discriminator tells samples with their codes from codes with their samples;
 * who fools it has found an inverse.
 *
 * <pre>{@code
 * min_G,E max_D  E_x log D(x, E(x)) + E_z log(1 - D(G(z), z))   (eq. 2, 3)
 * }</pre>
 *
 * <p>Input: one array of samples {@code (n, ...)} in the generator's range. The encoder gives
 * features {@code (n, d)}, a linear layer and BatchNorm without weights after it the code E(x),
 * {@code (n, latent)}; the generator G takes z, standard normal, to a sample; the discriminator D
 * sees both, see {@link PairDiscriminator}. Each step updates the discriminator, and then encoder
 * and generator together, on other noise; they take the flipped labels of {@link BiGanLoss}, whose
 * gradient does not vanish. Neither ever sees a reconstruction. Reported: {@code
 * discriminator_accuracy} and {@code sample_diversity}.
 *
 * <p>Differs from the paper: z is normal, where its experiments on MNIST take a uniform one, and
 * the codes of a batch are normalised to its mean and variance, by which they tell classes better.
 *
 * <p>Adversarially learned inference, found at the same time, is the same game with an encoder that
 * draws its code; {@link BigBiGan} does.
 *
 * <p>Use it for features and samples from one game. Known failure: encoder and generator meet only
 * roughly, so that G(E(x)) is a sample of x's kind but not x.
 *
 * <p>Donahue et al. 2017, <a href="https://arxiv.org/abs/1605.09782">Adversarial feature
 * learning</a>; Dumoulin et al. 2017, <a href="https://arxiv.org/abs/1606.00704">Adversarially
 * learned inference</a>.
 */
public final class BiGan implements PretextTask {

    private static final BiGanLoss LOSS = new BiGanLoss();

    private final Networks networks;
    private final Sequence toCode;
    private final int latent;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param generator G, {@code (n, latent) -> (n, ...)}
     * @param discriminator D, whose joint part gives a logit
     * @param latent dimensions of the code, at least 1
     */
    public BiGan(Block encoder, Block generator, PairDiscriminator discriminator, int latent) {
        this.latent = latent;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("code", Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, latent))
                        .add("generator", generator, new Shape(1, latent))
                        .addWithBatch("discriminator", discriminator, new Shape(1, latent));
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
                        "discriminator", networks.get("discriminator"), this::discriminatorLoss),
                new Objective(
                        "encoder_generator",
                        networks.chain("encoder", "code", "generator"),
                        this::loss));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray z = prior(pass, x.size(0));
        NDArray generated = generate(pass, z).stopGradient();
        NDArray real = judge(pass, x, encode(pass, x).stopGradient());
        NDArray fake = judge(pass, generated, z);
        pass.watchSamples(x, generated);
        pass.watchLogits(real, fake);
        return LOSS.discriminator(real, fake);
    }

    /** The loss of encoder and generator. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray z = prior(pass, x.size(0));
        NDArray real = judge(pass, x, encode(pass, x));
        NDArray fake = judge(pass, generate(pass, z), z);
        return LOSS.encoderGenerator(real, fake);
    }

    /** The logit of pairs, {@code (n, 1)}. */
    private NDArray judge(Pass pass, NDArray x, NDArray z) {
        return pass.forward(networks.get("discriminator"), new NDList(x, z)).get(2);
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

    /** The samples G(z) of codes {@code (n, latent)}. */
    public NDArray generate(Pass pass, NDArray z) {
        return pass.forward(networks.get("generator"), z);
    }
}
