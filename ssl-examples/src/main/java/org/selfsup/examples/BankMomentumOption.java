package org.selfsup.examples;

import picocli.CommandLine.Option;

/** How slowly a memory bank follows. */
final class BankMomentumOption {

    @Option(
            names = "--bank-momentum",
            paramLabel = "M",
            defaultValue = "0.5",
            description = "Share of a row of the bank that is kept (default: ${DEFAULT-VALUE}).")
    double value = 0.5;
}
