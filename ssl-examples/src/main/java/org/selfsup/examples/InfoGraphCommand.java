package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.contrastive.graph.InfoGraph;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;

/** Trains InfoGraph on many graphs. */
@Command(
        name = "infograph",
        mixinStandardHelpOptions = true,
        description = "InfoGraph (1908.01000): nodes tell of their own graph and of no other.")
final class InfoGraphCommand extends GraphMethod<InfoGraph> {

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
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    public InfoGraph task(Block encoder, int features, GraphCollection graphs, long steps) {
        return new InfoGraph(pooling(encoder), head(features), head(features));
    }

    private static Block head(int features) {
        return Heads.mlp(Heads.Norm.NONE, features, features, features);
    }
}
