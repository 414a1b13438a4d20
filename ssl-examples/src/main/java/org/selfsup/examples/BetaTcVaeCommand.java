package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.BetaTcVae;
import org.selfsup.loss.BetaTcVaeLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a beta-TC-VAE on pictures. */
@Command(
        name = "betatcvae",
        mixinStandardHelpOptions = true,
        description =
                "beta-TC-VAE (1802.04942): a VAE that pays for the dependence of its dimensions.")
final class BetaTcVaeCommand extends VariationalCommand<BetaTcVae> {

    @Option(
            names = "--beta",
            paramLabel = "X",
            defaultValue = "6",
            description = "Weight of the total correlation (default: ${DEFAULT-VALUE}).")
    private float beta = 6f;

    @Override
    BetaTcVae task(Block encoder, Block decoder, int latent, PictureSet pictures) {
        BetaTcVaeLoss divergence = new BetaTcVaeLoss(1, beta, 1, pictures.train().size());
        return new BetaTcVae(encoder, decoder, latent, LIKELIHOOD, divergence);
    }
}
