package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.GraphViews;
import org.selfsup.contrastive.graph.GnnContextPrediction;
import org.selfsup.encoder.GraphEncoders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains context prediction on many graphs. */
@Command(
        name = "gnncontext",
        mixinStandardHelpOptions = true,
        description =
                "Context prediction (1905.12265): tell whether a neighbourhood and a ring around it"
                        + " are of one node.")
final class GnnContextCommand extends GraphMethod<GnnContextPrediction> {

    @Option(
            names = "--hops",
            paramLabel = "K",
            defaultValue = "3",
            description = "Steps to the end of the neighbourhood (default: ${DEFAULT-VALUE}).")
    private int hops = 3;

    @Option(
            names = "--ring",
            paramLabel = "R,R",
            split = ",",
            arity = "1",
            defaultValue = "2,5",
            description = "Steps to begin and end of the ring (default: ${DEFAULT-VALUE}).")
    private int[] ring = {2, 5};

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
        if (ring.length != 2) {
            throw new IllegalArgumentException("--ring takes two numbers of steps, such as 2,5");
        }
        return GnnContextPrediction.views(hops, ring[0], ring[1]);
    }

    @Override
    public GnnContextPrediction task(
            Block encoder, int features, GraphCollection graphs, long steps) {
        int layers = features % 3 == 0 ? 3 : 1; // three in the paper
        return new GnnContextPrediction(
                pooling(encoder), GraphEncoders.gin(layers, features / layers));
    }
}
