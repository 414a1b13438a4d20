package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.engine.Autograd;
import org.selfsup.loss.MsnLoss;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * MSN: what is left of a picture after masking shall belong to the same prototypes as another,
 * whole view.
 *
 * <pre>{@code
 * 1/(M B) sum_i sum_m H(p+_i, p_im) - lambda H(mean p)              (eq. 1)
 * p_im = softmax(z_im . q / tau),   p+_i = softmax(z+_i . q / tau+)     (section 3)
 * }</pre>
 *
 * <p>Input: the target view {@code (n, c, h, w)}; an anchor view of the same size, to be masked at
 * random; any number of focal views, small crops that are seen whole; then the numbers of the
 * anchor's patches, {@code (n, v)} that stay visible and {@code (n, m)} that are masked. So is what
 * {@link org.selfsup.augment.MaskedViews} makes with one {@link org.selfsup.augment.RandomPatches}.
 * Masked patches are not computed at all. Trained: encoder, projector, prototypes q; the target
 * encoder follows encoder and projector. After training the encoder gives the representation.
 *
 * <p>Differs from the paper: one random view instead of several; the representation is the
 * encoder's, not the target's.
 *
 * <p>Use it where few labels will follow: classes gather around prototypes. It assumes that
 * prototypes are used alike; where classes are of very different sizes, lower the loss's weight.
 *
 * <p>Assran et al. 2022, <a href="https://arxiv.org/abs/2204.07141">Masked Siamese networks for
 * label-efficient learning</a>.
 */
public final class Msn implements PretextTask {

    private static final int MASKS = 2; // arrays of patch numbers

    private final Networks networks;
    private final Sequence anchor;
    private final Block prototypes;
    private final MomentumEncoder target;
    private final Config config;
    private final Schedule momentum;

    /**
     * What the paper leaves to choose.
     *
     * @param prototypes k, at least 2; 1024 in the paper
     * @param dimension p, that the projector gives; 256 in the paper
     * @param loss temperatures, balancing and lambda
     */
    public record Config(int prototypes, int dimension, MsnLoss loss) {

        /** Section 4 of the paper and its code. */
        public static final Config PAPER = new Config(1024, 256, new MsnLoss(0.1f, 0.25f, 3, 1));

        /** Checks the sizes. */
        public Config {
            if (prototypes < 2 || dimension < 1) {
                throw new IllegalArgumentException(
                        "MSN needs at least 2 prototypes of at least 1 dimension, got "
                                + prototypes
                                + " of "
                                + dimension);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder gives the class token or the mean of the visible patches, {@code (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-2048-2048-256 with BatchNorm in the code
     * @param config sizes and coefficients
     * @param momentum share of the target encoder that is kept in every step; from 0.996 linearly
     *     to 1 in the paper
     */
    public Msn(VisionTransformer encoder, Block projector, Config config, Schedule momentum) {
        this.config = config;
        this.momentum = momentum;
        prototypes = Layers.embedding(config.prototypes(), config.dimension());
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("projector", projector)
                        .add("prototypes", prototypes, new Shape(config.prototypes()));
        anchor = networks.chain("encoder", "projector");
        target = new MomentumEncoder(anchor);
        networks.beside("target", target);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        int views = batch.size() - MASKS;
        NDList anchors = new NDList();
        NDArray visible = batch.get(views); // (n, v)
        anchors.addAll(pass.forward(anchor, new NDList(batch.get(1), visible)));
        for (int i = 2; i < views; i++) {
            anchors.add(pass.forward(anchor, batch.get(i))); // (n, p)
        }
        NDArray targets = pass.forward(target, batch.get(0)); // (n, p), no gradient
        NDArray numbers = pass.manager().arange(0, config.prototypes(), 1, DataType.INT64);
        NDArray q = pass.forward(prototypes, numbers); // (k, p)
        MsnLoss.Terms terms = config.loss().terms(Autograd.concat(anchors, 0), targets, q);
        pass.report("cross_entropy", terms.crossEntropy());
        pass.report("entropy_gap", terms.entropyGap());
        pass.watch(anchors.get(0), targets);
        pass.watchPrototypes(terms.targets());
        return terms.loss();
    }

    @Override
    public void afterStep(Pass pass) {
        target.update(momentum.at(pass.step()));
    }
}
