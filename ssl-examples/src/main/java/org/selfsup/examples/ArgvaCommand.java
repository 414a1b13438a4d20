package org.selfsup.examples;

import org.selfsup.adversarial.graph.Argva;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.train.EdgeReconstruction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the adversarially regularised variational graph autoencoder. */
@Command(
        name = "argva",
        mixinStandardHelpOptions = true,
        description =
                "ARGVA (1802.04407): a variational graph autoencoder whose embeddings a discriminator"
                        + " cannot tell from the prior.")
final class ArgvaCommand extends GraphAutoencoderMethod<Argva> {

    @Option(
            names = "--discriminator",
            paramLabel = "D,D",
            split = ",",
            arity = "1",
            defaultValue = "16,64",
            description = "Units of the discriminator's hidden layers (default: ${DEFAULT-VALUE}).")
    private int[] discriminator = {16, 64};

    @Option(
            names = "--game-rate",
            paramLabel = "X",
            defaultValue = "0.1",
            description =
                    "Learning rate of the game relative to the bound's (default:"
                            + " ${DEFAULT-VALUE}).")
    private double gameRate = 0.1;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    Argva task(int hidden, int latent, EdgeReconstruction pairs) {
        if (discriminator.length != 2) {
            throw new IllegalArgumentException(
                    "--discriminator takes the units of two hidden layers, such as 16,64");
        }
        return new Argva(
                VariationalGraphEncoder.gcn(hidden, latent),
                Heads.mlp(Heads.Norm.NONE, discriminator[0], discriminator[1], 1),
                pairs,
                gameRate);
    }
}
