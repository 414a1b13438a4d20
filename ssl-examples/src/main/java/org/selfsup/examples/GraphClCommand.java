package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.DropNodes;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskNodes;
import org.selfsup.augment.PerturbEdges;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.contrastive.graph.GraphCl;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GraphCL on many graphs. */
@Command(
        name = "graphcl",
        mixinStandardHelpOptions = true,
        description =
                "GraphCL (2010.13902): two changed copies of a graph attract, other graphs repel.")
final class GraphClCommand extends GraphMethod<GraphCl> {

    /** The paper's four, in its order, and none. */
    enum Change {
        NODES,
        EDGES,
        ATTRIBUTES,
        SUBGRAPH,
        NONE;

        GraphTransform of(double share) {
            return switch (this) {
                case NODES -> new DropNodes(share);
                case EDGES -> new PerturbEdges(share);
                case ATTRIBUTES -> new MaskNodes(share);
                case SUBGRAPH -> new RandomWalkSubgraph(1 - share, 0);
                case NONE -> GraphTransform.NONE;
            };
        }
    }

    @Option(
            names = "--first",
            paramLabel = "NAME",
            split = ",",
            arity = "1",
            defaultValue = "nodes,edges",
            description =
                    "How the first view is changed, one of these at random: ${COMPLETION-CANDIDATES}"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<Change> first = List.of(Change.NODES, Change.EDGES);

    @Option(
            names = "--second",
            paramLabel = "NAME",
            split = ",",
            arity = "1",
            defaultValue = "attributes,subgraph",
            description = "The same of the second view (default: ${DEFAULT-VALUE}).")
    private List<Change> second = List.of(Change.ATTRIBUTES, Change.SUBGRAPH);

    @Option(
            names = "--share",
            paramLabel = "P",
            defaultValue = "0.2",
            description = "Share of nodes or edges that are changed (default: ${DEFAULT-VALUE}).")
    private double share = 0.2;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.2",
            description = "Temperature of NT-Xent (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.2f;

    @Override
    public String family() {
        return "contrastive";
    }

    /** The learning rate of the authors' code. */
    @Override
    public Usual usual() {
        return new Usual("gin", 1e-2, 0.9);
    }

    @Override
    public GraphViews views(GraphCollection graphs) {
        return new GraphViews(oneOf(first), oneOf(second));
    }

    private GraphTransform oneOf(List<Change> changes) {
        return GraphTransform.oneOf(
                changes.stream().map(c -> c.of(share)).toArray(GraphTransform[]::new));
    }

    @Override
    public GraphCl task(Block encoder, int features, GraphCollection graphs, long steps) {
        return new GraphCl(
                encoder,
                Heads.mlp(Heads.Norm.NONE, features, features),
                new NtXentLoss(temperature));
    }
}
