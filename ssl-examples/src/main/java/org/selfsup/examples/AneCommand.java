package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.adversarial.graph.AdversarialNetworkEmbedding;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.ShiftedPpmi;
import org.selfsup.augment.WalkPairViews;
import org.selfsup.data.Graph;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.NodeTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains adversarial network embedding on the nodes of a graph. */
@Command(
        name = "ane",
        mixinStandardHelpOptions = true,
        description =
                "ANE (1711.07838): vectors of nodes tell which ones walks meet, and look like draws"
                        + " of a prior.")
final class AneCommand extends NodeMethod<AdversarialNetworkEmbedding> {

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions of the embeddings (default: ${DEFAULT-VALUE}).")
    private int dimension = 128;

    @Option(
            names = "--hops",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Random steps within which nodes describe each other (default:"
                            + " ${DEFAULT-VALUE}).")
    private int hops = 4;

    @Option(
            names = "--walks",
            paramLabel = "N",
            defaultValue = "100",
            description = "Walks a step (default: ${DEFAULT-VALUE}).")
    private int walks = 100;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "40",
            description = "Nodes in a walk (default: ${DEFAULT-VALUE}).")
    private int length = 40;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "10",
            description = "How far apart on a walk nodes are met (default: ${DEFAULT-VALUE}).")
    private int window = 10;

    @Option(
            names = "--negatives",
            paramLabel = "N",
            defaultValue = "5",
            description = "Nodes to tell each of them from (default: ${DEFAULT-VALUE}).")
    private int negatives = 5;

    @Option(
            names = "--game-rate",
            paramLabel = "X",
            defaultValue = "0.1",
            description =
                    "Learning rate of the game relative to that of the walks, 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private double gameRate = 0.1;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 1);
    }

    @Override
    GraphTransform prepared() {
        return new ShiftedPpmi(hops, 1);
    }

    @Override
    public Views<Graph> views(NodeGraph graph) {
        return new GraphViews(GraphTransform.NONE)
                .and(new WalkPairViews(walks, length, window, negatives));
    }

    @Override
    public Block encoder(String name, NodeGraph graph) {
        return new GraphSequence()
                .add("linear", Layers.linear(dimension, true))
                .add("leaky", Layers.leakyRelu(0.2f));
    }

    @Override
    public AdversarialNetworkEmbedding task(
            Block encoder, int features, NodeGraph graph, long steps) {
        return new AdversarialNetworkEmbedding(
                encoder,
                new NodeTable(graph.set().graph().nodes(), features),
                Heads.mlp(Heads.Norm.NONE, 512, 512, 1),
                gameRate);
    }
}
