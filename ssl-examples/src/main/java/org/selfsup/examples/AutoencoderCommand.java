package org.selfsup.examples;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.generative.autoencoder.Autoencoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains an autoencoder on pictures. */
@Command(
        name = "autoencoder",
        mixinStandardHelpOptions = true,
        description = "Autoencoder: code a picture in few numbers and give it back.")
final class AutoencoderCommand extends CodeCommand<Autoencoder> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "32",
            description = "Numbers of the code (default: ${DEFAULT-VALUE}).")
    private int latent = 32;

    @Override
    public Usual usual() {
        return new Usual("mlp", 1e-3, 0.9);
    }

    @Override
    Block decoder(Shape sample) {
        return new Sequence()
                .add("code", Layers.linear(latent, true))
                .add("decoder", Mlp.decoder(sample, 500, 500));
    }

    @Override
    Autoencoder task(Block encoder, Block decoder) {
        return new Autoencoder(encoder, decoder, LIKELIHOOD);
    }
}
