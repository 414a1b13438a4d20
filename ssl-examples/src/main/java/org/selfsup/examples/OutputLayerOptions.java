package org.selfsup.examples;

import org.selfsup.generative.context.HierarchicalSoftmax;
import org.selfsup.generative.context.NegativeSampling;
import org.selfsup.generative.context.OutputLayer;
import picocli.CommandLine.Option;

/** How words or nodes are predicted. */
final class OutputLayerOptions {

    /** Layers by the name they have on the command line. */
    enum Kind {
        /** Against some that are drawn. */
        NEGATIVE_SAMPLING,
        /** Along a Huffman tree. */
        HIERARCHICAL_SOFTMAX
    }

    @Option(
            names = "--output-layer",
            paramLabel = "NAME",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Kind kind;

    @Option(
            names = "--negatives",
            paramLabel = "K",
            defaultValue = "5",
            description = "Drawn for each prediction (default: ${DEFAULT-VALUE}).")
    private int negatives = 5;

    OutputLayerOptions(Kind kind) {
        this.kind = kind;
    }

    OutputLayer create() {
        return switch (kind) {
            case NEGATIVE_SAMPLING -> new NegativeSampling(negatives);
            case HIERARCHICAL_SOFTMAX -> new HierarchicalSoftmax();
        };
    }
}
