package org.selfsup.examples;

import org.selfsup.generative.flow.MaskedAutoregressiveFlow;
import picocli.CommandLine.Option;

/** Sizes of flows of masked networks. */
final class MaskedLayerOptions {

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "8",
            description = "One after the other (default: ${DEFAULT-VALUE}).")
    private int layers = 8;

    @Option(
            names = "--units",
            paramLabel = "N",
            defaultValue = "64",
            description = "Units of the two hidden layers of each (default: ${DEFAULT-VALUE}).")
    private int units = 64;

    MaskedAutoregressiveFlow.Config config() {
        return new MaskedAutoregressiveFlow.Config(layers, units);
    }
}
