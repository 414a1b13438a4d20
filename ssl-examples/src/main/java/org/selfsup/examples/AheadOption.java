package org.selfsup.examples;

import picocli.CommandLine.Option;

/** How far contrastive predictive coding looks ahead. */
final class AheadOption {

    @Option(
            names = "--ahead",
            paramLabel = "K",
            description = "Steps that are predicted (default: ${DEFAULT-VALUE}).")
    int value;

    AheadOption(int usual) {
        value = usual;
    }
}
