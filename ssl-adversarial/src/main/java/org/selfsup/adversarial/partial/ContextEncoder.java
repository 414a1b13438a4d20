package org.selfsup.adversarial.partial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Context encoder: fill a hole in a picture so that it is near the truth and looks real.
 *
 * <pre>{@code
 * L_rec = mean over the hole of (x - g(f((1 - M) x)))^2                     (eq. 1)
 * L_adv = max_D  E log D(x) + E log(1 - D(y)),   y = (1 - M) x + M g(...)   (eq. 2)
 * L     = a L_rec + b L_adv                                                 (eq. 3)
 * }</pre>
 *
 * <p>Input: pictures x {@code (n, c, h, w)}, normalised, and last the numbers of the missing
 * pixels, INT64 {@code (n, k)}, row by row from 0, as {@link org.selfsup.augment.MaskedViews} give
 * them for a {@link org.selfsup.augment.Hole}; M is 1 there. Missing pixels are 0, the mean colour.
 * The decoder g takes a map of the encoder f to a picture {@code (n, c, h, w)}, of which only the
 * hole counts; the discriminator D takes pictures to logits of any shape. Encoder and decoder are
 * trained by L, where they minimise -log D(y), whose gradient does not vanish; the discriminator by
 * its own loss at a tenth of the learning rate, as in the paper. After training f gives the
 * representation. Reported: {@code reconstruction}, and of the game {@code discriminator_accuracy}
 * and {@code sample_diversity}, the spread of the holes' content relative to the truth's.
 *
 * <p>Differs from the paper: the decoder draws the whole picture, so that the hole may lie
 * anywhere; the discriminator sees the hole within its picture, where the paper's sees the centre
 * alone; the rim of the hole does not weigh more.
 *
 * <p>Use it to fill holes, or as a pretext task on pictures with structure. Without the adversarial
 * part (b = 0) what is filled in is blurred. The encoder learns on pictures with a hole and is
 * probed on whole ones. Known failure: the discriminator wins, and its part is only noise.
 *
 * <p>Pathak et al. 2016, <a href="https://arxiv.org/abs/1604.07379">Context encoders: feature
 * learning by inpainting</a>.
 */
public final class ContextEncoder implements PretextTask {

    private static final double SLOW = 0.1; // the discriminator's rate
    private static final GanLoss LOGISTIC = new GanLoss.NonSaturating();

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def hole(self, x: Tensor, missing: Tensor) -> Tensor:
                      n, c, h, w = x.size(0), x.size(1), x.size(2), x.size(3)
                      seen = torch.zeros([n, h * w], device=x.device)
                      return torch.view(torch.scatter(seen, 1, missing, 1.), [n, 1, h, w])
                    """);

    private final Networks networks;
    private final FeatureMaps maps;
    private final Sequence filler;
    private final Config config;

    /**
     * The weights of the two parts.
     *
     * @param reconstruction a, above 0
     * @param adversarial b, 0 or more; at 0 there is no discriminator's step
     */
    public record Config(double reconstruction, double adversarial) {

        /** Section 4.1. */
        public static final Config PAPER = new Config(0.999, 0.001);

        /** Checks the weights. */
        public Config {
            if (!(reconstruction > 0 && adversarial >= 0 && reconstruction + adversarial < 1e9)) {
                throw new IllegalArgumentException(
                        "A context encoder weighs its reconstruction above 0 and the adversarial"
                                + " part 0 or more, got "
                                + reconstruction
                                + " and "
                                + adversarial);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param map name of its block that gives the map, see {@link FeatureMaps}
     * @param decoder g, from the map to {@code (n, c, h, w)}; in the paper it begins with a {@link
     *     org.selfsup.encoder.ChannelwiseLinear}
     * @param discriminator D, {@code (n, c, h, w)} to logits, such as a {@link
     *     org.selfsup.encoder.PatchDiscriminator}
     * @param config weights
     */
    public ContextEncoder(
            Block encoder, String map, Block decoder, Block discriminator, Config config) {
        this.maps = new FeatureMaps(encoder, map);
        this.config = config;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("decoder", decoder, this::map)
                        .add("discriminator", discriminator, batch -> batch);
        filler = networks.chain("encoder", "decoder");
    }

    private Shape map(Shape batch) {
        return maps.getOutputShapes(new Shape[] {batch})[1];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public List<Objective> objectives() {
        List<Objective> objectives = new ArrayList<>();
        if (config.adversarial() > 0) {
            objectives.add(
                    new Objective(
                                    "discriminator",
                                    networks.get("discriminator"),
                                    this::discriminatorLoss)
                            .withRate(SLOW));
        }
        objectives.add(new Objective("filler", filler, this::loss));
        return objectives;
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray x = batch.head();
        NDArray hole = hole(batch);
        NDArray y = fill(pass, x, hole).stopGradient();
        NDArray real = judge(pass, x);
        NDArray fake = judge(pass, y);
        pass.watchSamples(x.mul(hole), y.mul(hole));
        pass.watchLogits(real, fake);
        return LOGISTIC.discriminator(real, fake);
    }

    /** The loss of encoder and decoder. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.head();
        NDArray hole = hole(batch);
        NDArray y = fill(pass, x, hole);
        NDArray values = Numbers.times(hole.sum(), (double) x.getShape().get(1));
        NDArray reconstruction = y.sub(x).square().sum().div(values);
        pass.report("reconstruction", reconstruction);
        NDArray sum = Numbers.times(reconstruction, config.reconstruction());
        if (config.adversarial() > 0) {
            NDArray fooled = LOGISTIC.generator(judge(pass, y));
            sum = sum.add(Numbers.times(fooled, config.adversarial()));
        }
        return sum;
    }

    private NDArray judge(Pass pass, NDArray picture) {
        return pass.forward(networks.get("discriminator"), picture);
    }

    /** 1 where pixels are missing, {@code (n, 1, h, w)}. */
    private static NDArray hole(NDList batch) {
        NDArray x = batch.head();
        NDArray missing = batch.get(batch.size() - 1);
        if (batch.size() < 2 || missing.getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "A context encoder takes pictures (n, c, h, w) and numbers of missing pixels"
                            + " (n, k), got "
                            + batch);
        }
        return OPS.apply("hole", x, missing);
    }

    /** y, with the hole filled. */
    private NDArray fill(Pass pass, NDArray x, NDArray hole) {
        NDArray seen = x.mul(hole.neg().add(1));
        NDArray map = pass.forward(maps, new NDList(seen)).get(1);
        NDArray drawn = pass.forward(networks.get("decoder"), map);
        return seen.add(drawn.mul(hole));
    }

    /**
     * Pictures with their holes filled.
     *
     * @param batch as for the loss
     * @return {@code (n, c, h, w)}
     */
    public NDArray fill(Pass pass, NDList batch) {
        return fill(pass, batch.head(), hole(batch));
    }

    /**
     * Pictures with their holes in the mean colour, as the encoder sees them.
     *
     * @param batch as for the loss
     * @return {@code (n, c, h, w)}
     */
    public static NDArray seen(NDList batch) {
        return batch.head().mul(hole(batch).neg().add(1));
    }
}
