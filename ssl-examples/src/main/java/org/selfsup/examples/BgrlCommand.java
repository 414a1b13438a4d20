package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.graph.Bgrl;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.PRelu;
import org.selfsup.encoder.Sequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains BGRL on the nodes of a graph. */
@Command(
        name = "bgrl",
        mixinStandardHelpOptions = true,
        description =
                "BGRL (2102.06514): predict what a slow copy of the encoder makes of a node in"
                        + " another view.")
final class BgrlCommand extends NodeContrast<Bgrl> {

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "512",
            description = "Units in the predictor's hidden layer (default: ${DEFAULT-VALUE}).")
    private int hidden = 512;

    @Option(
            names = "--tau",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the target kept in the first step; rises to 1 (default:"
                            + " ${DEFAULT-VALUE}).")
    private double tau = 0.99;

    @Override
    public Usual usual() {
        return new Usual("gcn_bn", 1e-3, 0.9, 1);
    }

    @Override
    public Bgrl task(Block encoder, int features, NodeGraph graph, long steps) {
        Sequence predictor =
                new Sequence()
                        .add("0", Layers.linear(hidden, true))
                        .add("1", new PRelu())
                        .add("2", Layers.linear(features, true));
        return new Bgrl(encoder, predictor, Bgrl.momentum(tau, steps));
    }
}
