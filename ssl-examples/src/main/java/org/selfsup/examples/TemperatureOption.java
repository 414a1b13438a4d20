package org.selfsup.examples;

import picocli.CommandLine.Option;

/** The temperature of a contrast. */
final class TemperatureOption {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Temperature of the loss (default: ${DEFAULT-VALUE}).")
    float value;

    /** With what is usual for a method. */
    TemperatureOption(float usual) {
        value = usual;
    }
}
