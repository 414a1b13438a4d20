package org.selfsup.examples;

import org.selfsup.generative.flow.InverseAutoregressiveFlow;
import org.selfsup.generative.flow.NormalizingFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a flow of masked networks. */
@Command(
        name = "iaf",
        mixinStandardHelpOptions = true,
        description =
                "Inverse autoregressive flow (1606.04934): each coordinate given those before it, fast to sample.")
final class InverseAutoregressiveFlowCommand extends PointMethod {

    @Mixin private MaskedLayerOptions layers = new MaskedLayerOptions();

    @Override
    NormalizingFlow flow() {
        return new InverseAutoregressiveFlow(2, layers.config());
    }
}
