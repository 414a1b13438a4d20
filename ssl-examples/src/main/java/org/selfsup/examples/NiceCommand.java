package org.selfsup.examples;

import ai.djl.ndarray.types.Shape;
import org.selfsup.generative.flow.Nice;
import org.selfsup.generative.flow.NormalizingFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains NICE. */
@Command(
        name = "nice",
        mixinStandardHelpOptions = true,
        description = "NICE (1410.8516): shifts that keep volumes lead from pictures to noise.")
final class NiceCommand extends FlowMethod {

    @Option(
            names = "--couplings",
            paramLabel = "N",
            defaultValue = "4",
            description = "Shifts, one after the other (default: ${DEFAULT-VALUE}).")
    private int couplings = 4;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Hidden layers of the network of each (default: ${DEFAULT-VALUE}).")
    private int layers = 3;

    @Option(
            names = "--units",
            paramLabel = "N",
            defaultValue = "500",
            description = "Units of a hidden layer (default: ${DEFAULT-VALUE}).")
    private int units = 500;

    @Override
    NormalizingFlow flow(Shape picture) {
        return new Nice(picture, new Nice.Config(couplings, layers, units));
    }
}
