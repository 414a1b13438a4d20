package org.selfsup.examples;

import org.selfsup.encoder.GraphEncoders;
import org.selfsup.generative.graph.Gae;
import org.selfsup.train.EdgeReconstruction;
import picocli.CommandLine.Command;

/** Trains the graph autoencoder. */
@Command(
        name = "gae",
        mixinStandardHelpOptions = true,
        description =
                "Graph autoencoder (1611.07308): inner products of embeddings tell which nodes are"
                        + " linked.")
final class GaeCommand extends GraphAutoencoderMethod<Gae> {

    @Override
    Gae task(int hidden, int latent, EdgeReconstruction pairs) {
        return new Gae(GraphEncoders.gcnRelu(hidden, latent), pairs);
    }
}
