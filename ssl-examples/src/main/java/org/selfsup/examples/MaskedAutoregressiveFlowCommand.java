package org.selfsup.examples;

import org.selfsup.generative.flow.MaskedAutoregressiveFlow;
import org.selfsup.generative.flow.NormalizingFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a flow of masked networks. */
@Command(
        name = "maf",
        mixinStandardHelpOptions = true,
        description =
                "Masked autoregressive flow (1705.07057): each coordinate given those before it, fast to train.")
final class MaskedAutoregressiveFlowCommand extends PointMethod {

    @Mixin private MaskedLayerOptions layers = new MaskedLayerOptions();

    @Override
    NormalizingFlow flow() {
        return new MaskedAutoregressiveFlow(2, layers.config());
    }
}
