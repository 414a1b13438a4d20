package org.selfsup.examples;

import ai.djl.ndarray.types.Shape;
import org.selfsup.generative.flow.NormalizingFlow;
import org.selfsup.generative.flow.RealNvp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains RealNVP. */
@Command(
        name = "realnvp",
        mixinStandardHelpOptions = true,
        description =
                "RealNVP (1605.08803): scales and shifts over checkerboards and channels lead from"
                        + " pictures to noise.")
final class RealNvpCommand extends FlowMethod {

    @Option(
            names = "--scales",
            paramLabel = "N",
            defaultValue = "3",
            description = "Each but the last halves rows and columns (default: ${DEFAULT-VALUE}).")
    private int scales = 3;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "32",
            description = "Channels within the networks (default: ${DEFAULT-VALUE}).")
    private int hidden = 32;

    @Override
    NormalizingFlow flow(Shape picture) {
        return new RealNvp(picture, new RealNvp.Config(scales, hidden));
    }
}
