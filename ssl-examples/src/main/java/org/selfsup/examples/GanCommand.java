package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.complete.Gan;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.encoder.Dcgan;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.R1Penalty;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a generative adversarial network on pictures. */
@Command(
        name = "gan",
        mixinStandardHelpOptions = true,
        description =
                "GAN (1406.2661): a generator learns to make what a discriminator takes for real.")
final class GanCommand extends ImageMethod<Gan> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions of z (default: ${DEFAULT-VALUE}).")
    private int latent = 64;

    /** What the players minimise. */
    enum Game {
        /** The usual one. */
        NON_SATURATING,
        /** Margins. */
        HINGE,
        /** Least squares. */
        LEAST_SQUARES;

        GanLoss loss() {
            return switch (this) {
                case NON_SATURATING -> new GanLoss.NonSaturating();
                case HINGE -> new GanLoss.Hinge();
                case LEAST_SQUARES -> new GanLoss.LeastSquares();
            };
        }
    }

    @Option(
            names = "--game",
            defaultValue = "non_saturating",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Game game = Game.NON_SATURATING;

    @Option(
            names = "--r1",
            paramLabel = "GAMMA",
            description = "Penalise the discriminator's gradient at real pictures (default: not).")
    private @Nullable Float r1;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual("dcgan_spectral", 2e-4, 0.5);
    }

    /** Pixels from -1 to 1, as the generator's tanh makes them. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0.5f, 0.5f);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    public Gan task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Gan(
                Dcgan.generator(pictures.size(), pictures.channels(), 32, Dcgan.Upsampling.RESIZED),
                encoder,
                latent,
                game.loss(),
                r1 == null ? null : new R1Penalty(r1));
    }

    @Override
    NDArray generate(Gan task, Pass pass, int n) {
        return Generated.pictures(task.generator(), latent, pass, n);
    }

    @Override
    public List<Section> pictures(Gan task, PictureSet pictures, NDManager manager, long seed) {
        return Generated.samples(task.generator(), latent, manager, seed);
    }
}
