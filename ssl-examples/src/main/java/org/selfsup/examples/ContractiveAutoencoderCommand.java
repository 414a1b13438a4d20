package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.generative.autoencoder.ContractiveAutoencoder;
import org.selfsup.loss.ContractivePenalty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a contractive autoencoder on pictures. */
@Command(
        name = "contractiveautoencoder",
        mixinStandardHelpOptions = true,
        description =
                "Contractive autoencoder (ICML 2011): a code that hardly changes with its picture.")
final class ContractiveAutoencoderCommand extends CodeCommand<ContractiveAutoencoder> {

    @Option(
            names = "--penalty",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Weight of the penalty (default: ${DEFAULT-VALUE}).")
    private float penalty = 0.1f;

    @Override
    ContractiveAutoencoder task(Block encoder, Block decoder) {
        return new ContractiveAutoencoder(
                encoder, decoder, LIKELIHOOD, new ContractivePenalty(penalty));
    }
}
