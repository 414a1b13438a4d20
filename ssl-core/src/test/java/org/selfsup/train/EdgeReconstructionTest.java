package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.GraphReconstructionLoss;

class EdgeReconstructionTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    /** 0 - 1, 2 - 3; node 4 is alone. */
    private final Graph graph =
            Graph.undirected(1, new float[5], new int[] {0, 2}, new int[] {1, 3});

    private final NDArray z =
            manager.create(new float[] {3, 0, 3, 0, 0, 3, 0, 3, -3, -3})
                    .reshape(5, 2); // linked nodes alike

    @AfterEach
    void close() {
        manager.close();
    }

    private GraphBatch batch(Graph graph) {
        return GraphBatch.of(List.of(graph), manager);
    }

    private float evaluate(EdgeReconstruction pairs, NDArray z, Graph graph, long step) {
        return pairs.evaluate(new Pass(manager, true, step, 9), z, batch(graph)).getFloat();
    }

    @Test
    void allPairsAreThoseOfTheAdjacencyMatrix() {
        NDArray adjacency = manager.zeros(new Shape(5, 5));
        for (long[] pair : new long[][] {{0, 1}, {1, 0}, {2, 3}, {3, 2}}) {
            adjacency.setScalar(new NDIndex(pair[0], pair[1]), 1f);
        }
        float dense = new GraphReconstructionLoss().evaluate(z, adjacency).getFloat();
        assertThat(evaluate(EdgeReconstruction.ALL_PAIRS, z, graph, 0))
                .isCloseTo(dense, within(1e-5f));
    }

    @Test
    void sampledPairsAreNoEdges() {
        // Where each other pair has inner product 0 or less and each edge 9, the loss is bounded.
        float most = (float) (Math.log1p(Math.exp(-9)) + Math.log(2));
        for (int step = 0; step < 5; step++) {
            assertThat(evaluate(EdgeReconstruction.SAMPLED_PAIRS, z, graph, step))
                    .isBetween(0f, most + 1e-5f);
        }
        assertThat(evaluate(EdgeReconstruction.SAMPLED_PAIRS, z, graph, 1))
                .isEqualTo(evaluate(EdgeReconstruction.SAMPLED_PAIRS, z, graph, 1));
    }

    @Test
    void embeddingsThatFitAreBetterAndSelfLoopsDoNotMatter() {
        NDArray turned = z.get(manager.create(new long[] {0, 2, 1, 4, 3}));
        Graph looped = graph.plusEdges(new int[] {0, 4}, new int[] {0, 4});
        for (EdgeReconstruction pairs : EdgeReconstruction.values()) {
            float fits = evaluate(pairs, z, graph, 0);
            assertThat(fits).isLessThan(evaluate(pairs, turned, graph, 0));
            assertThat(evaluate(pairs, z, looped, 0)).isEqualTo(fits);
        }
    }

    @Test
    void refusesGraphsWithoutEdgesOrWithAll() {
        Graph none = graph.keepEdges(edge -> false);
        Graph pair = Graph.undirected(1, new float[2], new int[] {0}, new int[] {1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate(EdgeReconstruction.ALL_PAIRS, z, none, 0))
                .withMessageContaining("learns from edges between nodes, but there are none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate(EdgeReconstruction.SAMPLED_PAIRS, z.get("0:2"), pair, 0))
                .withMessageContaining("pairs of nodes without an edge, but all have one");
    }
}
