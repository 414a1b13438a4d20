package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.graph.Grace;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GRACE on the nodes of a graph. */
@Command(
        name = "grace",
        mixinStandardHelpOptions = true,
        description =
                "GRACE (2006.04131): a node is nearer to itself in another view of the graph than to"
                        + " all others.")
final class GraceCommand extends NodeContrast<Grace> {

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Units of the projector's two layers (default: ${DEFAULT-VALUE}).")
    private int projection = 128;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.4",
            description = "Temperature of NT-Xent (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.4f;

    @Override
    public Usual usual() {
        return new Usual("gcn", 1e-3, 0.9, 1);
    }

    @Override
    public Grace task(Block encoder, int features, NodeGraph graph, long steps) {
        return new Grace(
                encoder,
                Heads.mlp(Heads.Norm.NONE, projection, projection),
                new NtXentLoss(temperature));
    }
}
