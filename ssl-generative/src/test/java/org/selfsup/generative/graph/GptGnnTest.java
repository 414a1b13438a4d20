package org.selfsup.generative.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.OneGraphContract;
import org.selfsup.train.Pass;

class GptGnnTest extends OneGraphContract {

    @Override
    protected GptGnn task() {
        return new GptGnn(
                GraphEncoders.gcn(12, 12),
                Layers.linear(64, true),
                Layers.linear(12, true),
                new GptGnn.Config(0.5, 20, 0.2f));
    }

    @Test
    void aNodeKnowsEarlierNodesOnlyAndBeforeItIsGeneratedNotItself() {
        Graph path = Graph.undirected(2, new float[8], new int[] {0, 1, 2}, new int[] {1, 2, 3});
        long[] edges = new long[12];
        for (int i = 0; i < 6; i++) {
            edges[i] = path.sources()[i];
            edges[6 + i] = path.targets()[i];
        }
        GptGnn task =
                new GptGnn(
                        GraphEncoders.gcn(9, 9),
                        Layers.linear(2, true),
                        Layers.linear(9, true),
                        GptGnn.Config.PAPER);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            GraphBatch graph = GraphBatch.of(List.of(path), manager);
            task.initialize(3, manager, graph.toList().getShapes());
            NDArray x = manager.ones(graph.features().getShape());
            x.setRequiresGradient(true);
            GraphBatch seen = new GraphBatch(x, graph.edges(), graph.weights(), graph.sizes());
            // All edges from the lower to the higher number are given: 0, then 1, 2 and 3.
            GenerationOrder order = new GenerationOrder(rising(edges), new long[0]);
            NDArray h = task.embed(new Pass(manager, true, 0, 1), seen, order);
            for (int row = 0; row < 8; row++) {
                NDArray some = h.get(row).square().sum();
                float[] depends =
                        Autograd.gradientsKeepingGraph(
                                        new NDList(some),
                                        new NDList(some.onesLike()),
                                        new NDList(x))
                                .head()
                                .abs()
                                .sum(new int[] {1})
                                .toFloatArray();
                int node = row % 4;
                for (int other = 0; other < 4; other++) {
                    boolean reached = other <= node && other >= node - 2; // by two layers
                    if (reached && !(row >= 4 && other == node)) {
                        assertThat(depends[other]).isBetween(1e-9f, 1e9f);
                    } else {
                        assertThat(depends[other]).as("%d on %d", row, other).isZero();
                    }
                }
            }
        }
    }

    private static long[] rising(long[] edges) {
        int e = edges.length / 2;
        return LongStream.range(0, e).filter(i -> edges[(int) i] < edges[e + (int) i]).toArray();
    }

    @Test
    void everyEdgeIsGivenOrHiddenOnce() {
        Graph graph = set.graph();
        int e = graph.edges();
        long[] edges = new long[2 * e];
        for (int i = 0; i < e; i++) {
            edges[i] = graph.sources()[i];
            edges[e + i] = graph.targets()[i];
        }
        GenerationOrder order = GenerationOrder.draw(edges, graph.nodes(), 0.3, Randomness.at(1));
        assertThat(order.observed().length + order.hidden().length).isEqualTo(e / 2);
        assertThat((double) order.hidden().length).isCloseTo(0.3 * e / 2, within(0.05 * e));
        Set<Set<Long>> pairs = new HashSet<>();
        for (long[] part : List.of(order.observed(), order.hidden())) {
            for (long edge : part) {
                pairs.add(Set.of(edges[(int) edge], edges[e + (int) edge]));
            }
        }
        assertThat(pairs).hasSize(e / 2);
        assertThat(GenerationOrder.draw(edges, graph.nodes(), 1, Randomness.at(1)).observed())
                .isEmpty();
    }

    @Test
    void theLossIsOfAttributesAndEdges() {
        GptGnn task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, graph).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(parts.get("attributes")).isBetween(-1f, 1f);
            assertThat(parts.get("edges")).isBetween(0f, 20f);
            assertThat(loss).isCloseTo(parts.get("attributes") + parts.get("edges"), within(1e-5f));
        }
    }

    @Test
    void theEncoderBeatsItselfUntrained() throws IOException {
        GptGnn task =
                new GptGnn(
                        GraphEncoders.gcn(32),
                        Layers.linear(64, true),
                        Layers.linear(32, true),
                        new GptGnn.Config(0.5, 50, 0.2f));
        assertThat(gain(task, 40)).isBetween(0.03, 1.0);
    }

    @Test
    void refusesWhatHidesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GptGnn.Config(0, 5, 0.2f))
                .withMessageContaining("above 0 to 1 and tells them from at least 1 node, got 0.0");
    }
}
