package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.encoder.Layers;
import org.selfsup.generative.graph.GptGnn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GPT-GNN on the nodes of a graph. */
@Command(
        name = "gptgnn",
        mixinStandardHelpOptions = true,
        description =
                "GPT-GNN (2006.15437): generate a graph node by node, first its features and then"
                        + " its edges.")
final class GptGnnCommand extends NodeMethod<GptGnn> {

    @Option(
            names = "--hidden-edges",
            paramLabel = "P",
            defaultValue = "0.5",
            description =
                    "Share of a node's edges that it has to find (default: ${DEFAULT-VALUE}).")
    private double hidden = GptGnn.Config.PAPER.hidden();

    @Option(
            names = "--negatives",
            paramLabel = "N",
            defaultValue = "255",
            description = "Other nodes that a link is told from (default: ${DEFAULT-VALUE}).")
    private int negatives = GptGnn.Config.PAPER.negatives();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.2",
            description = "Temperature of that contrast (default: ${DEFAULT-VALUE}).")
    private float temperature = GptGnn.Config.PAPER.temperature();

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual("gcn_wide", 1e-3, 0.9, 1);
    }

    @Override
    GraphTransform prepared() {
        return new NormalizeFeatures();
    }

    @Override
    public GraphViews views(NodeGraph graph) {
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    public GptGnn task(Block encoder, int features, NodeGraph graph, long steps) {
        return new GptGnn(
                encoder,
                Layers.linear(graph.set().graph().dimension(), true),
                Layers.linear(features, true),
                new GptGnn.Config(hidden, negatives, temperature));
    }
}
