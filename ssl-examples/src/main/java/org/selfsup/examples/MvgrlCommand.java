package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.Diffusion;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.contrastive.graph.Mvgrl;
import org.selfsup.data.Graph;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.TwoViewEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains MVGRL on the nodes of a graph. */
@Command(
        name = "mvgrl",
        mixinStandardHelpOptions = true,
        description =
                "MVGRL (2006.05582): nodes of a graph fit the summary of its diffusion, and the"
                        + " other way round.")
final class MvgrlCommand extends NodeMethod<Mvgrl> {

    @Option(
            names = "--teleport",
            paramLabel = "P",
            defaultValue = "0.2",
            description = "PageRank's probability to go back (default: ${DEFAULT-VALUE}).")
    private double teleport = 0.2;

    @Option(
            names = "--neighbours",
            paramLabel = "N",
            defaultValue = "64",
            description = "Values of the diffusion kept for a node (default: ${DEFAULT-VALUE}).")
    private int neighbours = 64;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("gcn_pair", 1e-3, 0.9, 1);
    }

    @Override
    GraphTransform prepared() {
        return new NormalizeFeatures();
    }

    @Override
    List<GraphTransform> seen(Graph graph) {
        Diffusion diffusion = Diffusion.topK(new Diffusion.PageRank(teleport), neighbours);
        return List.of(GraphTransform.NONE, diffusion.fixed(graph));
    }

    @Override
    public GraphViews views(NodeGraph graph) {
        return Mvgrl.views(graph.seen().get(1));
    }

    @Override
    public Mvgrl task(Block encoder, int features, NodeGraph graph, long steps) {
        if (!(encoder instanceof TwoViewEncoder pair)) {
            throw new IllegalArgumentException(
                    "mvgrl has an encoder for the graph and one for its diffusion; choose gcn_pair");
        }
        return new Mvgrl(pair, Layers.linear(features, false));
    }
}
