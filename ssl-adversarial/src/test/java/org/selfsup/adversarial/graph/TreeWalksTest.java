package org.selfsup.adversarial.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

class TreeWalksTest {

    private final RandomGenerator random = Randomness.at(1);

    /** Edges between one node of each pair and the other. */
    private static Graph graph(int nodes, int[]... edges) {
        int[] ends = Stream.of(edges).mapToInt(edge -> edge[0]).toArray();
        int[] others = Stream.of(edges).mapToInt(edge -> edge[1]).toArray();
        return Graph.undirected(1, new float[nodes], ends, others);
    }

    private static final Graph CHAIN = graph(3, new int[] {0, 1}, new int[] {1, 2});

    @Test
    void aWalkGoesAlongEdgesAndMeetsNoNodeTwice() {
        Graph blocks = BlocksGraph.generate(120, 3, 6, 1, 1).graph();
        for (int root = 0; root < 120; root++) {
            int[] path = new TreeWalks(blocks, new float[120], root).walk(random).orElseThrow();
            assertThat(path).startsWith(root).doesNotHaveDuplicates().hasSizeGreaterThan(1);
            for (int i = 1; i < path.length; i++) {
                assertThat(linked(blocks, path[i - 1])).contains(path[i]);
            }
        }
    }

    private static int[] linked(Graph graph, int node) {
        return IntStream.range(graph.offset(node), graph.offset(node + 1))
                .map(edge -> graph.sources()[edge])
                .toArray();
    }

    @Test
    void nodesAreReachedWithTheProbabilityOfTheGraphSoftmax() {
        // From 0 the only way is to 1; there exp(g_0 g_1) : exp(g_2 g_1) = 1 : 3, and 2 leads back.
        TreeWalks tree = new TreeWalks(CHAIN, new float[] {0, 1, (float) Math.log(3)}, 0);
        long far =
                IntStream.range(0, 10_000)
                        .filter(i -> tree.walk(random).orElseThrow().length == 3)
                        .count();
        assertThat(far / 10_000.0).isBetween(0.73, 0.77);
    }

    @Test
    void anEdgeBetweenNodesOfTheSameDistanceIsNoWay() {
        Graph triangle = graph(3, new int[] {0, 1}, new int[] {1, 2}, new int[] {0, 2});
        TreeWalks tree = new TreeWalks(triangle, new float[3], 0);
        assertThat(tree.neighbours()).containsExactly(1, 2);
        for (int i = 0; i < 20; i++) {
            assertThat(tree.walk(random).orElseThrow()).hasSize(2);
        }
    }

    @Test
    void aNodeWithoutEdgesLeadsNowhere() {
        assertThat(new TreeWalks(graph(2), new float[2], 0).walk(random)).isEmpty();
    }
}
