package org.selfsup.examples;

import picocli.CommandLine.Option;

/** Where a projector ends. */
final class ProjectionOption {

    @Option(
            names = "--projection",
            paramLabel = "D",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    int value;

    /** With what is usual for a method. */
    ProjectionOption(int usual) {
        value = usual;
    }
}
