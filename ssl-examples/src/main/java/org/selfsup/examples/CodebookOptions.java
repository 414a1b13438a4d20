package org.selfsup.examples;

import org.selfsup.generative.autoencoder.VqVae;
import picocli.CommandLine.Option;

/** A codebook, or each of several. */
final class CodebookOptions {

    @Option(
            names = "--codes",
            paramLabel = "K",
            defaultValue = "512",
            description = "Codes to choose from (default: ${DEFAULT-VALUE}).")
    private int codes = 512;

    @Option(
            names = "--commitment",
            paramLabel = "X",
            defaultValue = "0.25",
            description = "Weight of the distance from the codes (default: ${DEFAULT-VALUE}).")
    private float commitment = 0.25f;

    @Option(
            names = "--revival",
            paramLabel = "X",
            defaultValue = "0.1",
            description =
                    "Share of the mean use below which a code is replaced (default:"
                            + " ${DEFAULT-VALUE}).")
    private double revival = 0.1;

    VqVae.Config config() {
        VqVae.Config paper = VqVae.Config.PAPER;
        return new VqVae.Config(codes, paper.dimension(), commitment, paper.decay(), revival);
    }
}
