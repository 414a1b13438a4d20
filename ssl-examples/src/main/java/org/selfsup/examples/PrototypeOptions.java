package org.selfsup.examples;

import picocli.CommandLine.Option;

/** Options of the methods that compare projections with clusters or prototypes. */
final class PrototypeOptions {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.1",
            description = "Temperature of the loss (default: ${DEFAULT-VALUE}).")
    float temperature = 0.1f;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    int dimension = 128;
}
