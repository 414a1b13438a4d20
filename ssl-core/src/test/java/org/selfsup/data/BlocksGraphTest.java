package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlocksGraphTest {

    @Test
    void neighboursAreAsManyAsAskedFor() {
        check(BlocksGraph.generate(2000, 4, 6, 3, 1), 2000);
    }

    @Test
    void largeGraphsAreDrawnInTimeOfTheirEdges() {
        NodeSet set = BlocksGraph.generate(20_000, 4, 6, 3, 1);
        check(set, 20_000);
        assertThat(BlocksGraph.generate(20_000, 4, 6, 3, 1).fingerprint())
                .isEqualTo(set.fingerprint());
    }

    private static void check(NodeSet set, int nodes) {
        Graph graph = set.graph();
        int[] block = set.labels().of();
        double inner = 0;
        for (int e = 0; e < graph.edges(); e++) {
            inner += block[graph.sources()[e]] == block[graph.targets()[e]] ? 1 : 0;
        }
        assertThat(inner / nodes).isCloseTo(6, within(0.3));
        assertThat((graph.edges() - inner) / nodes).isCloseTo(3, within(0.3));
        int[] sizes = new int[4];
        Arrays.stream(block).forEach(b -> sizes[b]++);
        assertThat(sizes).containsOnly(nodes / 4);
        assertThat(set.train()).hasSize(80);
        assertThat(set.validation()).hasSize((nodes - 80) / 4);
        assertThat(set.test()).hasSize((nodes - 80) / 4 * 3);
    }

    @Test
    void sameSeedSameGraph() {
        String first = BlocksGraph.generate(200, 4, 6, 3, 1).fingerprint();
        assertThat(BlocksGraph.generate(200, 4, 6, 3, 1).fingerprint()).isEqualTo(first);
        assertThat(BlocksGraph.generate(200, 4, 6, 3, 2).fingerprint()).isNotEqualTo(first);
    }

    @Test
    void fewerLabelsAreAsManyOfEachClassAndOtherNodesForAnotherSeed() {
        NodeSet set = BlocksGraph.generate(200, 4, 6, 3, 1);
        NodeSet few = set.labelled(3, 0);
        int[] of = new int[4];
        Arrays.stream(few.train()).forEach(node -> of[set.labels().of()[node]]++);
        assertThat(of).containsOnly(3);
        assertThat(set.train()).contains(few.train());
        assertThat(few.test()).isEqualTo(set.test());
        assertThat(set.labelled(3, 0).train()).isEqualTo(few.train());
        assertThat(set.labelled(3, 1).train()).isNotEqualTo(few.train());
        assertThat(set.labelled(100, 0).train()).containsExactlyInAnyOrder(set.train());
        assertThatThrownBy(() -> set.labelled(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("At least 1 training node of a class stays, got 0");
    }

    @Test
    void waysOfMixingDifferInEdgesWithinBlocksOnly() {
        GraphSet set = BlocksGraph.collection(300, 3);
        double[] edges = new double[3];
        double[] alike = new double[3];
        int[] labels = set.classes().of();
        for (int i = 0; i < 300; i++) {
            Graph graph = set.get(i);
            assertThat(graph.nodes()).isBetween(20, 40);
            edges[labels[i]] += graph.edges();
            alike[labels[i]] +=
                    IntStream.range(0, graph.edges())
                            .filter(e -> graph.sources()[e] % 4 == graph.targets()[e] % 4)
                            .count();
        }
        assertThat(edges[1] / edges[0]).isCloseTo(1, within(0.1));
        assertThat(edges[2] / edges[0]).isCloseTo(1, within(0.1));
        assertThat(alike[0] / edges[0]).isBetween(0.6, 0.8);
        assertThat(alike[1] / edges[1]).isBetween(0.15, 0.3);
        assertThat(alike[2] / edges[2]).isLessThan(0.1);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> BlocksGraph.generate(100, 4, 6, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 4 blocks and 100 nodes");
        assertThatThrownBy(() -> BlocksGraph.generate(200, 4, 60, 3, 1))
                .hasMessageContaining("within a block of 50 nodes");
        assertThatThrownBy(() -> BlocksGraph.collection(0, 1)).hasMessageContaining("got 0");
    }
}
