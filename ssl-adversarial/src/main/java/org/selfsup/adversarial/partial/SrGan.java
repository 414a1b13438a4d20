package org.selfsup.adversarial.partial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.HealthMonitor;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SRGAN: enlarge small pictures, first as near to the large ones as can be, then so that they look
 * real.
 *
 * <pre>{@code
 * s = x made smaller, y = G(s)
 * first stage    mean (x - y)^2                                             (eq. 4)
 * then           l_X + a E -log D(y),   l_X = |phi(x) - phi(y)|^2           (eq. 3, 5, 6)
 *                D learns E -log D(x) - log(1 - D(y))                       (eq. 2)
 * }</pre>
 *
 * <p>Input: one array of pictures x {@code (n, c, h, w)}, normalised, h and w multiples of the
 * scale. They are made smaller by an antialiased bicubic filter. The generator G is the encoder, up
 * to a map at the size of the small picture, and an upsampler to {@code (n, c, h, w)}; the
 * discriminator D takes pictures to logits of any shape. The first stage trains the generator
 * alone; afterwards D acts before it. phi, a network whose maps are compared, is given, trained
 * elsewhere on pictures normalised alike, and stays as it is; without one l_X is the mean squared
 * error, the paper's SRGAN-MSE. After training the encoder gives the representation. Reported:
 * {@code content}, that is l_X, and of the game {@code discriminator_accuracy} and {@code
 * sample_diversity}.
 *
 * <p>Differs from the paper: the generator draws what bicubic interpolation lacks, which it is
 * added to, and so starts from there; phi is not VGG-19, which is trained on labels and not at
 * hand, but any encoder, and l_X is divided by the mean square of phi(x) instead of a constant; the
 * discriminator judges part by part.
 *
 * <p>Use the first stage where figures count, the second where the eye does: it lowers the
 * signal-to-noise ratio.
 *
 * <p>Ledig et al. 2017, <a href="https://arxiv.org/abs/1609.04802">Photo-realistic single image
 * super-resolution using a generative adversarial network</a>.
 */
public final class SrGan implements PretextTask {

    private static final GanLoss LOGISTIC = new GanLoss.NonSaturating();

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def smaller(self, x: Tensor, scale: Tensor) -> Tensor:
                      by = int(torch.item(scale))
                      return torch._upsample_bicubic2d_aa(x, [x.size(2) // by, x.size(3) // by], False)
                    def larger(self, x: Tensor, scale: Tensor) -> Tensor:
                      by = int(torch.item(scale))
                      return torch._upsample_bicubic2d_aa(x, [x.size(2) * by, x.size(3) * by], False)
                    """);

    private final Networks networks;
    private final FeatureMaps maps;
    private final Sequence generator;
    private final @Nullable FeatureMaps phi;
    private final Config config;

    /**
     * Scale and stages.
     *
     * @param scale of height and width, at least 2; 4 in the paper
     * @param firstStage steps of the mean squared error alone, 0 or more
     * @param adversarial a, 0 or more; 0.001 in the paper
     */
    public record Config(int scale, long firstStage, double adversarial) {

        /** Section 3.2, where 200,000 more steps follow. */
        public static final Config PAPER = new Config(4, 1_000_000, 1e-3);

        /** Checks the numbers. */
        public Config {
            if (scale < 2 || firstStage < 0 || !(adversarial >= 0 && adversarial < 1e9)) {
                throw new IllegalArgumentException(
                        "SRGAN enlarges at least twice, has a first stage of 0 steps or more and"
                                + " weighs the adversarial part 0 or more, got "
                                + scale
                                + ", "
                                + firstStage
                                + " and "
                                + adversarial);
            }
        }
    }

    /**
     * The networks.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}, such as {@link
     *     org.selfsup.encoder.SrResNet#trunk}
     * @param map name of its block that gives a map of the picture's own size
     * @param upsampler from that map to {@code (n, c, scale h, scale w)}
     * @param discriminator D, {@code (n, c, h, w)} to logits, such as a {@link
     *     org.selfsup.encoder.PatchDiscriminator}
     * @param phi gives the maps that are compared as its last arrays, see {@link FeatureMaps}; null
     *     for the mean squared error
     */
    public record Parts(
            Block encoder,
            String map,
            Block upsampler,
            Block discriminator,
            @Nullable FeatureMaps phi) {}

    /** Puts the parts together. */
    public SrGan(Parts parts, Config config) {
        this.maps = new FeatureMaps(parts.encoder(), parts.map());
        this.phi = parts.phi();
        this.config = config;
        networks =
                new Networks()
                        .add("encoder", parts.encoder())
                        .add("upsampler", parts.upsampler(), this::map)
                        .add("discriminator", parts.discriminator(), batch -> batch);
        if (phi != null) {
            phi.freezeParameters(true);
            networks.add("phi", phi, batch -> batch);
        }
        generator = networks.chain("encoder", "upsampler");
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
        return List.of(
                new Objective(
                                "discriminator",
                                networks.get("discriminator"),
                                this::discriminatorLoss)
                        .withFrom(config.firstStage()),
                new Objective("generator", generator, this::loss));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray y = enlarge(pass, smaller(x)).stopGradient();
        NDArray real = judge(pass, x);
        NDArray fake = judge(pass, y);
        pass.watchSamples(x, y);
        pass.watchLogits(real, fake);
        return LOGISTIC.discriminator(real, fake);
    }

    /** The generator's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray y = enlarge(pass, smaller(x));
        if (pass.step() < config.firstStage()) {
            NDArray error = x.sub(y).square().mean();
            pass.report("content", error);
            // There is no game yet, but what is recorded keeps its columns.
            pass.report(HealthMonitor.DIVERSITY, Float.NaN);
            pass.report(HealthMonitor.DISCRIMINATOR, Float.NaN);
            return error;
        }
        NDArray content = content(pass, x, y);
        pass.report("content", content);
        NDArray fooled = LOGISTIC.generator(judge(pass, y));
        return content.add(Numbers.times(fooled, config.adversarial()));
    }

    /** l_X. */
    private NDArray content(Pass pass, NDArray x, NDArray y) {
        if (phi == null) {
            return x.sub(y).square().mean();
        }
        NDList wanted;
        try (Autograd off = Autograd.off()) {
            wanted = seen(pass, x);
        }
        NDList found = seen(pass, y);
        NDArray sum = Numbers.of(pass.manager(), 0);
        for (int i = 1; i < found.size(); i++) {
            NDArray map = wanted.get(i);
            NDArray error = map.sub(found.get(i)).square().mean();
            sum = sum.add(error.div(map.square().mean()));
        }
        return sum;
    }

    /** What phi sees: recorded, so that a gradient passes through, but as in evaluation. */
    private NDList seen(Pass pass, NDArray picture) {
        return phi == null ? new NDList() : phi.forward(pass.store(), new NDList(picture), false);
    }

    private NDArray judge(Pass pass, NDArray picture) {
        return pass.forward(networks.get("discriminator"), picture);
    }

    /** Pictures {@code (n, c, h, w)} divided by the scale, by an antialiased bicubic filter. */
    public NDArray smaller(NDArray x) {
        Shape shape = x.getShape();
        int scale = config.scale();
        if (shape.dimension() != 4 || shape.get(2) % scale != 0 || shape.get(3) % scale != 0) {
            throw new IllegalArgumentException(
                    "SRGAN takes pictures (n, c, h, w) whose sides are multiples of "
                            + scale
                            + ", got "
                            + shape);
        }
        return OPS.apply("smaller", x, Numbers.of(x.getManager(), scale));
    }

    /** Pictures {@code (n, c, h, w)} times the scale, by bicubic interpolation: the baseline. */
    public NDArray interpolated(NDArray small) {
        return OPS.apply("larger", small, Numbers.of(small.getManager(), config.scale()));
    }

    /** Pictures {@code (n, c, h, w)} times the scale, by the generator. */
    public NDArray enlarge(Pass pass, NDArray small) {
        NDArray map = pass.forward(maps, new NDList(small)).get(1);
        return interpolated(small).add(pass.forward(networks.get("upsampler"), map));
    }
}
