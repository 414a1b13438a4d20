package org.selfsup.examples;

import picocli.CommandLine.Option;

/** Sizes of models of pixels. */
final class PixelOptions {

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Channels within the network (default: ${DEFAULT-VALUE}).")
    int hidden;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = "Layers or blocks (default: ${DEFAULT-VALUE}).")
    int layers;

    @Option(
            names = "--units",
            paramLabel = "N",
            description = "Units of the last hidden layer (default: ${DEFAULT-VALUE}).")
    int units = 64;

    PixelOptions(int hidden, int layers) {
        this.hidden = hidden;
        this.layers = layers;
    }
}
