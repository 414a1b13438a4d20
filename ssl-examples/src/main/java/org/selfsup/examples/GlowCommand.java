package org.selfsup.examples;

import ai.djl.ndarray.types.Shape;
import org.selfsup.generative.flow.Glow;
import org.selfsup.generative.flow.NormalizingFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains Glow. */
@Command(
        name = "glow",
        mixinStandardHelpOptions = true,
        description =
                "Glow (1807.03039): channels are mixed by invertible convolutions between scales"
                        + " and shifts.")
final class GlowCommand extends FlowMethod {

    @Option(
            names = "--levels",
            paramLabel = "L",
            defaultValue = "2",
            description = "Each halves rows and columns (default: ${DEFAULT-VALUE}).")
    private int levels = 2;

    @Option(
            names = "--depth",
            paramLabel = "K",
            defaultValue = "8",
            description = "Steps of flow of a level (default: ${DEFAULT-VALUE}).")
    private int depth = 8;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "64",
            description = "Channels within the networks (default: ${DEFAULT-VALUE}).")
    private int hidden = 64;

    @Override
    NormalizingFlow flow(Shape picture) {
        return new Glow(picture, new Glow.Config(levels, depth, hidden));
    }
}
