package org.selfsup.examples;

import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a graph autoencoder.
 *
 * @param <T> the task
 */
abstract class GraphAutoencoderMethod<T extends PretextTask> extends LinkMethod<T> {

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "32",
            description = "Units of the first graph convolution (default: ${DEFAULT-VALUE}).")
    private int hidden = 32;

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "16",
            description = "Dimensions of the embeddings (default: ${DEFAULT-VALUE}).")
    private int latent = 16;

    @Option(
            names = "--pairs",
            paramLabel = "NAME",
            defaultValue = "all_pairs",
            description =
                    "Pairs of nodes a step asks for: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}); sampled ones for graphs of more than some 10,000"
                            + " nodes.")
    private EdgeReconstruction pairs = EdgeReconstruction.ALL_PAIRS;

    /** A new task without values. */
    abstract T task(int hidden, int latent, EdgeReconstruction pairs);

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-2, 0.9, 1);
    }

    @Override
    final T task(NodeGraph graph) {
        return task(hidden, latent, pairs);
    }
}
