package org.selfsup.examples;

import picocli.CommandLine.Option;

/** How wide critics are. */
final class UnitsOption {

    @Option(
            names = "--units",
            paramLabel = "N",
            description = "Of the critics' encodings (default: ${DEFAULT-VALUE}).")
    int value;

    UnitsOption(int usual) {
        value = usual;
    }
}
