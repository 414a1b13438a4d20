package org.selfsup.examples;

import org.selfsup.train.Schedule;
import picocli.CommandLine.Option;

/** How slowly a target follows. */
final class TauOption {

    @Option(
            names = "--tau",
            paramLabel = "M",
            description =
                    "Share of the target kept in the first step; rises to 1 (default: ${DEFAULT-VALUE}).")
    double value;

    /** With what is usual for a method. */
    TauOption(double usual) {
        value = usual;
    }

    /** From the first step's share to 1 along a cosine. */
    Schedule schedule(long steps) {
        return Schedule.cosine(value, 1, steps);
    }
}
