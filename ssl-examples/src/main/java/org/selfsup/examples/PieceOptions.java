package org.selfsup.examples;

import picocli.CommandLine.Option;

/** What comes after the encoder of patches. */
final class PieceOptions {

    @Option(
            names = "--embedding",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions of an embedded patch (default: ${DEFAULT-VALUE}).")
    int embedding = 128;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "512",
            description = "Units in the hidden layers of the heads (default: ${DEFAULT-VALUE}).")
    int hidden = 512;
}
