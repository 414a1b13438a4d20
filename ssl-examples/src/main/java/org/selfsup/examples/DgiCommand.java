package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.contrastive.graph.DeepGraphInfomax;
import org.selfsup.encoder.Layers;
import picocli.CommandLine.Command;

/** Trains Deep Graph Infomax on the nodes of a graph. */
@Command(
        name = "dgi",
        mixinStandardHelpOptions = true,
        description =
                "Deep Graph Infomax (1809.10341): nodes fit the summary of their graph, nodes with"
                        + " others' features do not.")
final class DgiCommand extends NodeMethod<DeepGraphInfomax> {

    @Override
    public String family() {
        return "contrastive";
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
        return DeepGraphInfomax.views();
    }

    @Override
    public DeepGraphInfomax task(Block encoder, int features, NodeGraph graph, long steps) {
        return new DeepGraphInfomax(encoder, Layers.linear(features, false));
    }
}
