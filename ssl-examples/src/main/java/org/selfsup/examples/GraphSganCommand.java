package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.selfsup.adversarial.graph.GraphSgan;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NeighborFusion;
import org.selfsup.augment.NormalizeFeatures;
import org.selfsup.augment.ScaleFeatures;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GraphSGAN on the nodes of a graph, some of them with labels. */
@Command(
        name = "graphsgan",
        mixinStandardHelpOptions = true,
        description =
                "GraphSGAN (1809.00130): of few labelled nodes to a classifier, by nodes made"
                        + " between the clusters.")
final class GraphSganCommand extends NodeMethod<GraphSgan> {

    @Option(
            names = "--share",
            paramLabel = "X",
            defaultValue = "0.5",
            description =
                    "What a node keeps of its features when its neighbours' are mixed in (default:"
                            + " ${DEFAULT-VALUE}).")
    private float share = 0.5f;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often they are mixed in (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "256",
            description = "Units of each hidden layer (default: ${DEFAULT-VALUE}).")
    private int hidden = 256;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0.8",
            description = "Of the features and between the layers (default: ${DEFAULT-VALUE}).")
    private float dropout = 0.8f;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "Labelled nodes, others and made ones a step, so many each (default:"
                            + " ${DEFAULT-VALUE}).")
    private int nodes = 64;

    @Option(
            names = "--unsupervised",
            paramLabel = "X",
            defaultValue = "2",
            description =
                    "Weight of telling made nodes from real ones (default: ${DEFAULT-VALUE}).")
    private double unsupervised = 2;

    @Option(
            names = "--entropy",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of being sure of one class (default: ${DEFAULT-VALUE}).")
    private double entropy = 1;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.5, 1);
    }

    @Override
    GraphTransform prepared() {
        return new NormalizeFeatures()
                .then(new NeighborFusion(share, rounds))
                .then(new ScaleFeatures());
    }

    @Override
    public GraphViews views(NodeGraph graph) {
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    public Block encoder(String name, NodeGraph graph) {
        return task(graph).encoder();
    }

    @Override
    public GraphSgan task(Block encoder, int features, NodeGraph graph, long steps) {
        return task(graph);
    }

    private GraphSgan task(NodeGraph graph) {
        GraphSgan.Config config =
                new GraphSgan.Config(
                        GraphSgan.Config.PAPER.latent(),
                        nodes,
                        unsupervised,
                        entropy,
                        GraphSgan.Config.PAPER.diversity());
        Sequence layers =
                new Sequence()
                        .add("drop1", Layers.dropout(dropout))
                        .add("linear1", Layers.linear(hidden, true))
                        .add("relu1", Layers.reluInPlace())
                        .add("drop2", Layers.dropout(dropout))
                        .add("linear2", Layers.linear(hidden, true))
                        .add("relu2", Layers.reluInPlace());
        return new GraphSgan(
                layers,
                Heads.mlp(Heads.Norm.HIDDEN, hidden, hidden, graph.set().graph().dimension()),
                graph.set().knownLabels(),
                graph.set().train(),
                config);
    }

    @Override
    public Map<String, Object> figures(
            GraphSgan task, NodeGraph graph, NDManager manager, long seed) {
        Features logits = Features.ofNodes(task.classifier(), graph.set(), manager.getDevice());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accuracy", accuracy(logits, graph.set().test()));
        figures.put("validation_accuracy", accuracy(logits, graph.set().validation()));
        return figures;
    }

    private static double accuracy(Features logits, int[] nodes) {
        return Classification.of(logits.rows(nodes)).accuracy();
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("accuracy") instanceof Double test
                        && figures.get("validation_accuracy") instanceof Double validation
                ? String.format(
                        Locale.ROOT,
                        "The classifier tells %.1f %% of the test nodes right, %.1f %% of those for"
                                + " validation.",
                        100 * test,
                        100 * validation)
                : "";
    }
}
