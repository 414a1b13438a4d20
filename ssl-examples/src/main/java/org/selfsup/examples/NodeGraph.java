package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;
import org.selfsup.train.Pass;

/**
 * One graph whose nodes are what features are wanted of.
 *
 * @param set the graph with its labels and splits
 */
record NodeGraph(NodeSet set) implements TrainingData<Graph> {

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
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) {
        return Map.of("nodes", features(encoder, device));
    }

    private Features features(Block encoder, Device device) {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(device)) {
            NDArray h =
                    new Pass(manager, false, 0, 1)
                            .forward(encoder, GraphBatch.of(List.of(set.graph()), manager).toList())
                            .singletonOrThrow(); // (nodes, d)
            return new Features(h.toFloatArray(), (int) h.size(1), set.labels());
        }
    }

    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        Split after = split(features(trained, device));
        Split before = split(features(untrained, device));
        return Optional.of(Evaluation.of(new Probe(seed).compare(after, before), after.test()));
    }

    private Split split(Features nodes) {
        return new Split(nodes.rows(set.train()), nodes.rows(set.test()));
    }
}
