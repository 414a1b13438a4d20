package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.PositionFeatures;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.augment.RootNode;
import org.selfsup.contrastive.graph.Gcc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GCC on many graphs. */
@Command(
        name = "gcc",
        mixinStandardHelpOptions = true,
        description =
                "GCC (2006.09963): two random walks around a node attract, by structure alone.")
final class GccCommand extends GraphMethod<Gcc> {

    private static final PositionFeatures FEATURES = new PositionFeatures(32, 16);

    @Option(
            names = "--walk",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Share of a graph's nodes that a walk meets (default: ${DEFAULT-VALUE}).")
    private double walk = 0.5;

    @Option(
            names = "--restart",
            paramLabel = "P",
            defaultValue = "0.8",
            description = "Probability that a walk returns (default: ${DEFAULT-VALUE}).")
    private double restart = 0.8;

    @Option(
            names = "--queue",
            paramLabel = "K",
            defaultValue = "1024",
            description = "Keys kept as negatives (default: ${DEFAULT-VALUE}).")
    private int queue = 1024;

    @Option(
            names = "--momentum-encoder",
            paramLabel = "M",
            defaultValue = "0.99",
            description = "Share of the key encoder kept in a step (default: ${DEFAULT-VALUE}).")
    private double encoderMomentum = 0.99;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            description = "Temperature of InfoNCE (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.07f;

    @Override
    GraphTransform seen() {
        return RootNode.HUB.then(FEATURES);
    }

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
        return Gcc.views(RootNode.RANDOM, new RandomWalkSubgraph(walk, restart), FEATURES);
    }

    @Override
    public Gcc task(Block encoder, int features, GraphCollection graphs, long steps) {
        return new Gcc(encoder, new Gcc.Config(features, queue, temperature, encoderMomentum));
    }
}
