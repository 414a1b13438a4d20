package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Graph;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinkPrediction;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on a graph from which edges are held out, to be predicted.
 *
 * @param <T> the task
 */
abstract class LinkMethod<T extends PretextTask> extends NodeMethod<T> {

    private static final double VALIDATION = 0.05;
    private static final double TEST = 0.1;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Which edges are held out (default: as --seed).")
    private @Nullable Long splitSeed;

    /** A new task without values. */
    abstract T task(NodeGraph graph);

    @Override
    EdgeSplit links(Graph whole) {
        return EdgeSplit.of(whole, VALIDATION, TEST, splitSeed == null ? seed() : splitSeed);
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
    public T task(Block encoder, int features, NodeGraph graph, long steps) {
        return task(graph);
    }

    @Override
    public Map<String, Object> figures(T task, NodeGraph graph, NDManager manager, long seed)
            throws IOException {
        EdgeSplit split = Objects.requireNonNull(graph.links());
        T fresh = task(graph);
        fresh.initialize(seed, manager, graph.shapes());
        Device device = manager.getDevice();
        Features nodes = Features.ofNodes(task.encoder(), graph.set(), device);
        Features before = Features.ofNodes(fresh.encoder(), graph.set(), device);
        Map<String, Object> figures = new LinkedHashMap<>();
        put("", LinkPrediction.of(nodes, split.test()), figures);
        put("untrained_", LinkPrediction.of(before, split.test()), figures);
        put("validation_", LinkPrediction.of(nodes, split.validation()), figures);
        return figures;
    }

    private static void put(String before, LinkPrediction scores, Map<String, Object> figures) {
        figures.put(before + "auc", scores.auc());
        figures.put(before + "ap", scores.ap());
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("auc") instanceof Double auc
                        && figures.get("ap") instanceof Double ap
                        && figures.get("untrained_auc") instanceof Double auc0
                        && figures.get("untrained_ap") instanceof Double ap0
                ? String.format(
                        Locale.ROOT,
                        "Links held out: %s (untrained: %s).",
                        new LinkPrediction(auc, ap).summary(),
                        new LinkPrediction(auc0, ap0).summary())
                : "";
    }
}
