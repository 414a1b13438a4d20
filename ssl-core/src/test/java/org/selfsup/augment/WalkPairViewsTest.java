package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;

class WalkPairViewsTest {

    /** A path 0 - 1 - 2 - 3 - 4, and 5 alone. */
    private static final Graph PATH =
            Graph.undirected(1, new float[6], new int[] {0, 1, 2, 3}, new int[] {1, 2, 3, 4});

    @Test
    void pairsAreWithinTheWindowAndBothWays() {
        Views.Batch<Graph> batch = new WalkPairViews(30, 4, 2, 5).batch(1);
        batch.put(0, PATH, Randomness.at(3));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            long[] from = arrays.get(0).toLongArray();
            long[] to = arrays.get(1).toLongArray();
            // A walk of 4 has 3 pairs at distance 1 and 2 at distance 2, each both ways.
            assertThat(from).hasSize(30 * 10).hasSameSizeAs(to);
            for (int i = 0; i < from.length; i++) {
                assertThat(Math.abs(from[i] - to[i])).isBetween(0L, 2L);
                assertThat(from[i]).isBetween(0L, 4L);
            }
            assertThat(arrays.get(2).getShape().getShape()).containsExactly(300, 5);
            for (long node : arrays.get(2).toLongArray()) {
                assertThat(node).as("a node that has neighbours").isBetween(0L, 4L);
            }
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new WalkPairViews(1, 1, 1, 1)).hasMessageContaining("2 nodes");
        assertThatThrownBy(() -> new WalkPairViews(1, 2, 1, 1).batch(2))
                .hasMessageContaining("batch of 1");
        Graph apart = new Graph(1, new float[2], new int[0], new int[0]);
        Views.Batch<Graph> batch = new WalkPairViews(1, 2, 1, 1).batch(1);
        assertThatThrownBy(() -> batch.put(0, apart, Randomness.at(0)))
                .hasMessageContaining("along edges");
    }
}
