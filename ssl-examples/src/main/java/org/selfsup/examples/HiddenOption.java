package org.selfsup.examples;

import picocli.CommandLine.Option;

/** How wide projector and predictor are inside. */
final class HiddenOption {

    @Option(
            names = "--hidden",
            paramLabel = "D",
            description = "Units in the hidden layers of the heads (default: ${DEFAULT-VALUE}).")
    int value;

    /** With what is usual for a method. */
    HiddenOption(int usual) {
        value = usual;
    }
}
