package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphViews;
import org.selfsup.contrastive.graph.AttributeMasking;
import org.selfsup.encoder.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains attribute masking on many graphs. */
@Command(
        name = "attributemasking",
        mixinStandardHelpOptions = true,
        description =
                "Attribute masking (1905.12265): tell the kinds of hidden nodes from the rest of"
                        + " the graph.")
final class AttributeMaskingCommand extends GraphMethod<AttributeMasking> {

    @Option(
            names = "--mask",
            paramLabel = "P",
            defaultValue = "0.15",
            description = "Share of the nodes that are hidden (default: ${DEFAULT-VALUE}).")
    private double mask = 0.15;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("gin", 1e-3, 0.9);
    }

    @Override
    public GraphViews views(GraphCollection graphs) {
        return AttributeMasking.views(mask);
    }

    @Override
    public AttributeMasking task(Block encoder, int features, GraphCollection graphs, long steps) {
        int kinds = graphs.set().get(0).dimension();
        return new AttributeMasking(pooling(encoder), Layers.linear(kinds, true));
    }
}
