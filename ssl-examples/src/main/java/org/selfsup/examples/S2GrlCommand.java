package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.contrastive.graph.S2Grl;
import org.selfsup.encoder.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains S2GRL on the nodes of a graph. */
@Command(
        name = "s2grl",
        mixinStandardHelpOptions = true,
        description = "S2GRL (2003.01604): tell how many steps two nodes are apart.")
final class S2GrlCommand extends NodeMethod<S2Grl> {

    @Option(
            names = "--classes",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "One step apart, two, ..., and further (default: ${DEFAULT-VALUE} classes).")
    private int classes = 4;

    @Option(
            names = "--anchors",
            paramLabel = "N",
            defaultValue = "512",
            description = "Nodes a step starts from (default: ${DEFAULT-VALUE}).")
    private int anchors = 512;

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
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    public S2Grl task(Block encoder, int features, NodeGraph graph, long steps) {
        return new S2Grl(encoder, Layers.linear(classes, true), classes, anchors);
    }
}
