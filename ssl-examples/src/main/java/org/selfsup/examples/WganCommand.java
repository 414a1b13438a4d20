package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.adversarial.complete.Wgan;
import org.selfsup.loss.WganGradientPenalty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a Wasserstein GAN on pictures. */
@Command(
        name = "wgan",
        mixinStandardHelpOptions = true,
        description = "WGAN-GP (1704.00028): a critic that measures how far samples are from real.")
final class WganCommand extends GameCommand<Wgan> {

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
    public Usual usual() {
        return new Usual("dcgan_plain", 1e-4, 0);
    }

    @Override
    Wgan game(Block generator, Block encoder, int latent) {
        return new Wgan(
                generator,
                encoder,
                new Wgan.Config(latent, new WganGradientPenalty(penalty), criticSteps));
    }

    @Override
    Block generator(Wgan task) {
        return task.generator();
    }
}
