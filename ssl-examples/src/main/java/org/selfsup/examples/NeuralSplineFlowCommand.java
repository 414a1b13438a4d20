package org.selfsup.examples;

import org.selfsup.generative.flow.NeuralSplineFlow;
import org.selfsup.generative.flow.NormalizingFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a neural spline flow. */
@Command(
        name = "nsf",
        mixinStandardHelpOptions = true,
        description = "Neural spline flow (1906.04032): couplings that bend by rational splines.")
final class NeuralSplineFlowCommand extends PointMethod {

    @Option(
            names = "--couplings",
            paramLabel = "N",
            defaultValue = "6",
            description = "One after the other (default: ${DEFAULT-VALUE}).")
    private int couplings = 6;

    @Option(
            names = "--bins",
            paramLabel = "K",
            defaultValue = "16",
            description = "Pieces of a spline (default: ${DEFAULT-VALUE}).")
    private int bins = 16;

    @Option(
            names = "--units",
            paramLabel = "N",
            defaultValue = "64",
            description = "Units of the two hidden layers (default: ${DEFAULT-VALUE}).")
    private int units = 64;

    /** Between ActNorms most points lie within three standard deviations. */
    @Override
    NormalizingFlow flow() {
        return new NeuralSplineFlow(2, new NeuralSplineFlow.Config(couplings, bins, 3, units));
    }
}
