package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.graph.GraphGan;
import org.selfsup.encoder.NodeTable;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.HierarchicalSoftmax;
import org.selfsup.generative.graph.DeepWalk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GraphGAN from vectors that DeepWalk has learnt. */
@Command(
        name = "graphgan",
        mixinStandardHelpOptions = true,
        description =
                "GraphGAN (1711.08267): walks propose neighbours of a node, a discriminator tells"
                        + " them from true ones.")
final class GraphGanCommand extends LinkMethod<GraphGan> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "50",
            description = "Dimensions of the embeddings (default: ${DEFAULT-VALUE}).")
    private int latent = 50;

    @Option(
            names = "--centres",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "Nodes whose neighbours each player looks at in a step (default:"
                            + " ${DEFAULT-VALUE}).")
    private int centres = 128;

    @Option(
            names = "--walks",
            paramLabel = "N",
            defaultValue = "5",
            description = "Walks of the generator from each (default: ${DEFAULT-VALUE}).")
    private int walks = 5;

    @Option(
            names = "--deepwalk",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Walks from each node by which DeepWalk learns the vectors to start from"
                            + " (default: ${DEFAULT-VALUE}).")
    private int deepWalk = 10;

    private @Nullable Features start; // of the one graph of a run

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 3e-3, 0.9, 1);
    }

    @Override
    GraphGan task(NodeGraph graph) {
        if (start == null) {
            DeepWalk.Config config =
                    DeepWalk.Config.PAPER
                            .withDimension(latent)
                            .withWalks(deepWalk, DeepWalk.Config.PAPER.length());
            start =
                    new DeepWalk(new HierarchicalSoftmax(), config)
                            .train(graph.set().graph(), seed(), 1, report -> {});
        }
        return new GraphGan(
                NodeTable.of(start.values(), latent),
                NodeTable.of(start.values(), latent),
                centres,
                walks);
    }
}
