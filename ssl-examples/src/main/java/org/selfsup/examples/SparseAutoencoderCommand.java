package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.SparseAutoencoder;
import org.selfsup.loss.SparsityPenalty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a sparse autoencoder on pictures. */
@Command(
        name = "sparseautoencoder",
        mixinStandardHelpOptions = true,
        description = "Sparse autoencoder: give back a picture from units that are mostly off.")
final class SparseAutoencoderCommand extends CodeCommand<SparseAutoencoder> {

    @Option(
            names = "--rho",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "Wanted mean activation of a unit (default: ${DEFAULT-VALUE}).")
    private float rho = 0.05f;

    @Option(
            names = "--penalty",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Weight of the penalty (default: ${DEFAULT-VALUE}).")
    private float penalty = 0.5f;

    @Override
    SparseAutoencoder task(Block encoder, Block decoder) {
        return new SparseAutoencoder(
                encoder, decoder, LIKELIHOOD, new SparsityPenalty(rho, penalty));
    }
}
