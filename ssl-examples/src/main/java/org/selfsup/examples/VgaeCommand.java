package org.selfsup.examples;

import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.generative.graph.Vgae;
import org.selfsup.train.EdgeReconstruction;
import picocli.CommandLine.Command;

/** Trains the variational graph autoencoder. */
@Command(
        name = "vgae",
        mixinStandardHelpOptions = true,
        description =
                "Variational graph autoencoder (1611.07308): nodes have distributions, whose draws"
                        + " tell which are linked.")
final class VgaeCommand extends GraphAutoencoderMethod<Vgae> {

    @Override
    Vgae task(int hidden, int latent, EdgeReconstruction pairs) {
        return new Vgae(VariationalGraphEncoder.gcn(hidden, latent), pairs);
    }
}
