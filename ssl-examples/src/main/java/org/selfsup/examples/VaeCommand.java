package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.Vae;
import picocli.CommandLine.Command;

/** Trains a variational autoencoder on pictures. */
@Command(
        name = "vae",
        mixinStandardHelpOptions = true,
        description =
                "VAE (1312.6114): a latent variable model trained by the evidence lower bound.")
final class VaeCommand extends VariationalCommand<Vae> {

    @Override
    Vae task(Block encoder, Block decoder, int latent, PictureSet pictures) {
        return new Vae(encoder, decoder, latent, LIKELIHOOD);
    }
}
