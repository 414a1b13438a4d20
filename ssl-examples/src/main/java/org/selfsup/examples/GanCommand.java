package org.selfsup.examples;

import ai.djl.nn.Block;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.complete.Gan;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.R1Penalty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a generative adversarial network on pictures. */
@Command(
        name = "gan",
        mixinStandardHelpOptions = true,
        description =
                "GAN (1406.2661): a generator learns to make what a discriminator takes for real.")
final class GanCommand extends GameCommand<Gan> {

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
    public Usual usual() {
        return new Usual("dcgan_spectral", 2e-4, 0.5);
    }

    @Override
    Gan game(Block generator, Block encoder, int latent) {
        return new Gan(
                generator, encoder, latent, game.loss(), r1 == null ? null : new R1Penalty(r1));
    }

    @Override
    Block generator(Gan task) {
        return task.generator();
    }
}
