package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.BetaVae;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a beta-VAE on pictures. */
@Command(
        name = "betavae",
        mixinStandardHelpOptions = true,
        description =
                "beta-VAE (ICLR 2017): a VAE whose code costs more, so that its dimensions come apart.")
final class BetaVaeCommand extends VariationalCommand<BetaVae> {

    @Option(
            names = "--beta",
            paramLabel = "X",
            defaultValue = "4",
            description = "Weight of the divergence (default: ${DEFAULT-VALUE}).")
    private double beta = 4;

    @Override
    BetaVae task(Block encoder, Block decoder, int latent, PictureSet pictures) {
        return new BetaVae(encoder, decoder, latent, beta, LIKELIHOOD);
    }
}
