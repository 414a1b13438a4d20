package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Graph;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.eval.Features;
import org.selfsup.eval.NodeProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;

/**
 * One graph whose nodes are what features are wanted of.
 *
 * @param set the graph with its labels and splits
 * @param seen the views that encoders are shown of it, without randomness
 * @param links what the graph lacks for a method that predicts links; null if it is whole
 */
record NodeGraph(NodeSet set, List<GraphTransform> seen, @Nullable EdgeSplit links)
        implements TrainingData<Graph> {

    @Override
    public Samples<Graph> train() {
        return set.samples();
    }

    @Override
    public String description() {
        return set.description();
    }

    @Override
    public String fingerprint() {
        return set.fingerprint();
    }

    @Override
    public String unit() {
        return "nodes";
    }

    @Override
    public double unitsPerSample() {
        return set.graph().nodes();
    }

    @Override
    public Map<String, Object> view() {
        return Map.of();
    }

    @Override
    public Views<Graph> evaluationViews() {
        return new GraphViews(GraphTransform.NONE, seen);
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) {
        return Map.of("nodes", Features.ofNodes(encoder, set, evaluationViews(), device));
    }

    @Override
    public String name(String split, int row) {
        return set.names().get(row);
    }

    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) {
        Labels labels = set.labels();
        if (labels == null
                || Arrays.stream(set.train()).map(node -> labels.of()[node]).distinct().count()
                        < 2) {
            return Optional.empty();
        }
        Features after = Features.ofNodes(trained, set, evaluationViews(), device);
        Features before = Features.ofNodes(untrained, set, evaluationViews(), device);
        NodeProbe probe = new NodeProbe();
        NodeProbe.Comparison comparison =
                new NodeProbe.Comparison(probe.evaluate(after, set), probe.evaluate(before, set));
        return Optional.of(
                Evaluation.of(comparison, after.rows(set.test()))
                        .withNeighbours(neighbours(after, set)));
    }

    @Override
    public List<Section> views(Views<Graph> views, long seed) throws IOException {
        return GraphsSeen.sections(train(), views, seed);
    }

    /** Test nodes beside training nodes. */
    static Section neighbours(Features nodes, NodeSet set) {
        return Neighbourhood.of(new Split(nodes.rows(set.train()), nodes.rows(set.test())))
                .table(i -> "node " + set.test()[i], i -> "node " + set.train()[i]);
    }
}
