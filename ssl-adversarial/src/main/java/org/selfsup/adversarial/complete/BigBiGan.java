package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * BigBiGAN: {@link BiGan} whose discriminator also scores the sample and the code each for itself,
 * with margins, and whose encoder draws its code.
 *
 * <pre>{@code
 * s_x = a' F(x),   s_z = b' H(z),   s_xz = J(F(x), H(z));   y = +1 for (x, E(x)), -1 for (G(z), z)
 * encoder, generator   E y (s_x + s_z + s_xz)
 * discriminator        E h(y s_x) + h(y s_z) + h(y s_xz),   h(t) = max(0, 1 - t)
 * }</pre>
 *
 * <p>Input and networks are {@link BiGan}'s; a and b are linear layers of the discriminator. The
 * encoder has a second linear layer for the spread, {@code E(x) = m + softplus(s) e} with e
 * standard normal. Each step updates the discriminator, and then encoder and generator together, on
 * other noise. Reported: {@code discriminator_accuracy} of the joint score, and {@code
 * sample_diversity}.
 *
 * <p>Differs from the paper: any networks instead of BigGAN's and ResNets; both players share the
 * learning rate, and act by turns, once each.
 *
 * <p>Use it as {@link BiGan}: that the sample must look real by itself makes the generator better,
 * and the encoder with it. Known failures as there.
 *
 * <p>Donahue and Simonyan 2019, <a href="https://arxiv.org/abs/1907.02544">Large scale adversarial
 * representation learning</a>, section 2.
 */
public final class BigBiGan implements PretextTask {

    private static final GanLoss HINGE = new GanLoss.Hinge();

    private final Networks networks;
    private final Sequence toCode;
    private final Networks discriminator;
    private final int latent;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param generator G, {@code (n, latent) -> (n, ...)}
     * @param pairs F, H and J
     * @param latent dimensions of the code, at least 1
     */
    public BigBiGan(Block encoder, Block generator, PairDiscriminator pairs, int latent) {
        this.latent = latent;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("code", Layers.linear(latent, true))
                        .add(
                                "spread",
                                Layers.linear(latent, true),
                                batch -> features(encoder, batch))
                        .add("generator", generator, new Shape(1, latent))
                        .addWithBatch("pairs", pairs, new Shape(1, latent))
                        .add("of_sample", Layers.linear(1, false), batch -> part(pairs, batch, 0))
                        .add("of_code", Layers.linear(1, false), batch -> part(pairs, batch, 1));
        toCode = networks.chain("encoder", "code");
        discriminator =
                new Networks()
                        .add("pairs", pairs)
                        .add("of_sample", networks.get("of_sample"))
                        .add("of_code", networks.get("of_code"));
    }

    private static Shape features(Block encoder, Shape batch) {
        return encoder.getOutputShapes(new Shape[] {batch})[0];
    }

    private Shape part(PairDiscriminator pairs, Shape batch, int which) {
        return pairs.getOutputShapes(new Shape[] {batch, new Shape(batch.get(0), latent)})[which];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective("discriminator", discriminator, this::discriminatorLoss),
                new Objective(
                        "encoder_generator",
                        networks.chain("encoder", "code", "spread", "generator"),
                        this::loss));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray z = prior(pass, x.size(0));
        NDArray generated = generate(pass, z).stopGradient();
        NDList real = scores(pass, x, draw(pass, x).stopGradient());
        NDList fake = scores(pass, generated, z);
        pass.watchSamples(x, generated);
        pass.watchLogits(real.get(2), fake.get(2));
        return HINGE.discriminator(real.get(0), fake.get(0))
                .add(HINGE.discriminator(real.get(1), fake.get(1)))
                .add(HINGE.discriminator(real.get(2), fake.get(2)));
    }

    /** The loss of encoder and generator. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray z = prior(pass, x.size(0));
        NDList real = scores(pass, x, draw(pass, x));
        NDList fake = scores(pass, generate(pass, z), z);
        NDArray sum = real.get(0).add(real.get(1)).add(real.get(2)).mean();
        return sum.sub(fake.get(0).add(fake.get(1)).add(fake.get(2)).mean());
    }

    /** s_x, s_z and s_xz of pairs, each {@code (n, 1)}. */
    private NDList scores(Pass pass, NDArray x, NDArray z) {
        NDList judged = pass.forward(networks.get("pairs"), new NDList(x, z));
        return new NDList(
                pass.forward(networks.get("of_sample"), judged.get(0)),
                pass.forward(networks.get("of_code"), judged.get(1)),
                judged.get(2));
    }

    /** n draws of the prior, {@code (n, latent)}, from libtorch's generator. */
    public NDArray prior(Pass pass, long n) {
        return pass.manager().randomNormal(new Shape(n, latent));
    }

    /** A draw of the codes of samples, {@code (n, latent)}. */
    private NDArray draw(Pass pass, NDArray x) {
        NDArray h = pass.forward(encoder(), x); // (n, d)
        NDArray mean = pass.forward(networks.get("code"), h); // (n, latent)
        NDArray spread = Activation.softPlus(pass.forward(networks.get("spread"), h));
        return mean.add(spread.mul(prior(pass, x.size(0))));
    }

    /** From samples {@code (n, ...)} to the means of their codes, {@code (n, latent)}. */
    public Sequence toCode() {
        return toCode;
    }

    /** The samples G(z) of codes {@code (n, latent)}. */
    public NDArray generate(Pass pass, NDArray z) {
        return pass.forward(networks.get("generator"), z);
    }
}
