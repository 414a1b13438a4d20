package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class GraphTest {

    private static final float[] FEATURES = {0, 1, 2, 3};

    private final Graph graph =
            new Graph(
                    1,
                    FEATURES,
                    new int[] {3, 2, 0, 1, 1},
                    new int[] {1, 0, 1, 1, 3},
                    new float[] {1, 2, 3, 4, 5});

    @Test
    void edgesAreOrderedByTargetThenSourceWithTheirWeights() {
        assertThat(graph.targets()).containsExactly(0, 1, 1, 1, 3);
        assertThat(graph.sources()).containsExactly(2, 0, 1, 3, 1);
        assertThat(graph.weight(1)).isEqualTo(3);
        assertThat(graph.weight(4)).isEqualTo(5);
        assertThat(List.of(graph.offset(0), graph.offset(1), graph.offset(2), graph.offset(4)))
                .containsExactly(0, 1, 4, 5);
        assertThat(graph).hasToString("Graph of 4 nodes with 1 features and 5 edges");
    }

    @Test
    void undirectedEdgesRunBothWaysOnce() {
        Graph both = Graph.undirected(1, FEATURES, new int[] {0, 1, 2, 0}, new int[] {1, 0, 2, 1});
        assertThat(both.sources()).containsExactly(1, 0, 2);
        assertThat(both.targets()).containsExactly(0, 1, 2);
        assertThat(both.weighted()).isFalse();
        assertThat(both.weight(2)).isEqualTo(1);
    }

    @Test
    void aSubgraphKeepsTheEdgesAmongItsNodes() {
        Graph part = graph.subgraph(new int[] {3, 1});
        assertThat(part.features()).containsExactly(3, 1);
        assertThat(part.sources()).containsExactly(1, 0, 1);
        assertThat(part.targets()).containsExactly(0, 1, 1);
        assertThat(part.weight(0)).isEqualTo(5);
        assertThat(graph.subgraph(new int[0]).nodes()).isZero();
        assertThatThrownBy(() -> graph.subgraph(new int[] {1, 1}))
                .hasMessageContaining("different nodes from 0 to 3, got 1 at place 1");
    }

    @Test
    void addedEdgesWeighOneAndFeaturesMayChangeInNumber() {
        Graph more = graph.plusEdges(new int[] {2}, new int[] {2});
        assertThat(more.sources()).containsExactly(2, 0, 1, 3, 2, 1);
        assertThat(more.weight(4)).isEqualTo(1);
        assertThat(more.weight(5)).isEqualTo(5);
        assertThat(graph.withFeatures(2, new float[8]).dimension()).isEqualTo(2);
        assertThatThrownBy(() -> graph.withFeatures(2, FEATURES))
                .hasMessageContaining("Expected 4 x 2 features, got 4 values");
    }

    @Test
    void egoNetworksHoldTheNodesWithinReachTheirOwnFirst() {
        Graph path =
                Graph.undirected(
                        1,
                        new float[] {0, 1, 2, 3, 4},
                        new int[] {0, 1, 2, 3},
                        new int[] {1, 2, 3, 4});
        EgoNetworks near = new EgoNetworks(path, Optional.empty(), 2, 100);
        assertThat(near.size()).isEqualTo(5);
        assertThat(near.get(2).features()).containsExactly(2, 1, 3, 0, 4);
        assertThat(near.get(2).edges()).isEqualTo(8);
        assertThat(near.get(0).features()).containsExactly(0, 1, 2);
        assertThat(new EgoNetworks(path, Optional.empty(), 2, 2).get(2).nodes()).isEqualTo(2);
        assertThatThrownBy(() -> new EgoNetworks(path, Optional.empty(), 0, 2))
                .hasMessageContaining("radius of at least 1");
        NodeSet set = BlocksGraph.standard(0);
        assertThat(EgoNetworks.of(set, 1, 9).labels()).contains(set.labels());
    }

    @Test
    void reversingTwiceChangesNothing() {
        Graph twice = graph.reversed().reversed();
        assertThat(graph.reversed().targets()).containsExactly(0, 1, 1, 2, 3);
        assertThat(twice.sources()).isEqualTo(graph.sources());
        assertThat(twice.targets()).isEqualTo(graph.targets());
    }

    @Test
    void badArraysAreRefused() {
        assertThatThrownBy(() -> new Graph(3, FEATURES, new int[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 values in rows of 3");
        assertThatThrownBy(() -> new Graph(0, FEATURES, new int[0], new int[0]))
                .hasMessageContaining("rows of 0");
        assertThatThrownBy(() -> new Graph(1, FEATURES, new int[1], new int[2]))
                .hasMessageContaining("got 1, 2 and none");
        assertThatThrownBy(() -> new Graph(1, FEATURES, new int[] {4}, new int[] {0}))
                .hasMessageContaining("from node 4 to node 0, but the graph has 4 nodes");
        for (float weight : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(
                            () ->
                                    new Graph(
                                            1,
                                            FEATURES,
                                            new int[1],
                                            new int[1],
                                            new float[] {weight}))
                    .hasMessageContaining("finite and not negative, got " + weight);
        }
        assertThatThrownBy(() -> graph.withFeatures(new float[3]))
                .hasMessageContaining("4 x 1 features, got 3");
    }

    @Test
    void aBatchIsTheDisjointUnion() {
        Graph empty = new Graph(1, new float[0], new int[0], new int[0]);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            GraphBatch batch = GraphBatch.of(List.of(graph, empty, graph), manager);
            assertThat(batch.features().getShape()).isEqualTo(new Shape(8, 1));
            assertThat(batch.edges().toLongArray())
                    .containsExactly(2, 0, 1, 3, 1, 6, 4, 5, 7, 5, 0, 1, 1, 1, 3, 4, 5, 5, 5, 7);
            assertThat(batch.weights().toFloatArray())
                    .containsExactly(2, 3, 4, 1, 5, 2, 3, 4, 1, 5);
            assertThat(batch.sizes().toLongArray()).containsExactly(4, 0, 4);
            assertThat(batch.segments().toLongArray()).containsExactly(0, 0, 0, 0, 2, 2, 2, 2);
            NDList two = new NDList(batch.toList());
            two.addAll(batch.toList());
            assertThat(GraphBatch.views(two)).containsExactly(batch, batch);
            GraphBatch nothing = GraphBatch.of(List.of(empty), manager);
            assertThat(nothing.edges().getShape()).isEqualTo(new Shape(2, 0));
            assertThat(nothing.segments().getShape()).isEqualTo(new Shape(0));
        }
    }

    @Test
    void graphsThatDoNotFitTogetherAreRefused() {
        Graph other = new Graph(2, FEATURES, new int[0], new int[0]);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            assertThatThrownBy(() -> GraphBatch.of(List.of(graph, other), manager))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got 1 and 2");
            assertThatThrownBy(() -> GraphBatch.of(List.of(), manager))
                    .hasMessageContaining("at least one graph");
            assertThatThrownBy(() -> GraphBatch.views(new NDList(manager.create(1f))))
                    .hasMessageContaining("got 1 arrays");
        }
    }
}
