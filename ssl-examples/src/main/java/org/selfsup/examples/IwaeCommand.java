package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.Iwae;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains an importance-weighted autoencoder on pictures. */
@Command(
        name = "iwae",
        mixinStandardHelpOptions = true,
        description = "IWAE (1509.00519): a VAE trained by a tighter bound, of several draws.")
final class IwaeCommand extends VariationalCommand<Iwae> {

    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "5",
            description = "Draws of z for each picture (default: ${DEFAULT-VALUE}).")
    private int draws = 5;

    @Override
    Iwae task(Block encoder, Block decoder, int latent, PictureSet pictures) {
        return new Iwae(encoder, decoder, latent, draws, LIKELIHOOD);
    }
}
