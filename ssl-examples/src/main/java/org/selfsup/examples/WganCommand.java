package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.adversarial.complete.Wgan;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.encoder.Dcgan;
import org.selfsup.loss.WganGradientPenalty;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a Wasserstein GAN on pictures. */
@Command(
        name = "wgan",
        mixinStandardHelpOptions = true,
        description = "WGAN-GP (1704.00028): a critic that measures how far samples are from real.")
final class WganCommand extends ImageMethod<Wgan> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions of z (default: ${DEFAULT-VALUE}).")
    private int latent = 64;

    @Option(
            names = "--penalty",
            paramLabel = "LAMBDA",
            defaultValue = "10",
            description = "Weight of the gradient penalty (default: ${DEFAULT-VALUE}).")
    private float penalty = 10f;

    @Option(
            names = "--critic-steps",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Steps of the critic for one of the generator (default: ${DEFAULT-VALUE}).")
    private int criticSteps = 5;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual("dcgan_plain", 1e-4, 0);
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
    public Wgan task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Wgan(
                Dcgan.generator(pictures.size(), pictures.channels(), 32, Dcgan.Upsampling.RESIZED),
                encoder,
                new Wgan.Config(latent, new WganGradientPenalty(penalty), criticSteps));
    }

    @Override
    NDArray generate(Wgan task, Pass pass, int n) {
        return Generated.pictures(task.generator(), latent, pass, n);
    }

    @Override
    public List<Section> pictures(Wgan task, PictureSet pictures, NDManager manager, long seed) {
        return Generated.samples(task.generator(), latent, manager, seed);
    }
}
