package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.Golden;

/** Transition probabilities of the node2vec reference, golden group mi_graph. */
class RandomWalksTest {

    private static final int NODES = 10;

    private final Golden golden = Golden.open("mi_graph", RandomWalks.class);
    private final Graph graph = graph();

    private Graph graph() {
        float[] adjacency = golden.floats("node2vec_transitions/adjacency");
        IntList sources = new IntList();
        IntList targets = new IntList();
        float[] weights = new float[adjacency.length];
        for (int i = 0; i < adjacency.length; i++) {
            if (adjacency[i] > 0) {
                weights[sources.size()] = adjacency[i];
                sources.add(i / NODES);
                targets.add(i % NODES);
            }
        }
        return new Graph(
                1,
                new float[NODES],
                sources.toArray(),
                targets.toArray(),
                Arrays.copyOf(weights, sources.size()));
    }

    @Test
    void probabilitiesAgreeWithTheReference() {
        RandomWalks walks = new RandomWalks(graph, 0.5, 2);
        Graph out = graph.reversed();
        long[] edges = golden.longs("node2vec_transitions/edges");
        float[] actual = new float[edges.length / 2 * NODES];
        for (int row = 0; row < edges.length / 2; row++) {
            int node = (int) edges[2 * row + 1];
            double[] probabilities = walks.probabilities((int) edges[2 * row], node);
            for (int i = 0; i < probabilities.length; i++) {
                actual[row * NODES + out.sources()[out.offset(node) + i]] =
                        (float) probabilities[i];
            }
        }
        golden.assertClose("node2vec_transitions/transitions", actual);
    }

    /** With p = q = 1 every step is drawn as a first one. */
    @Test
    void firstStepsAgreeWithTheReference() {
        RandomWalks walks = new RandomWalks(graph, 1, 1);
        Graph out = graph.reversed();
        float[] actual = new float[NODES * NODES];
        for (int node = 0; node < NODES; node++) {
            double[] probabilities = walks.probabilities(0, node);
            for (int i = 0; i < probabilities.length; i++) {
                actual[node * NODES + out.sources()[out.offset(node) + i]] =
                        (float) probabilities[i];
            }
        }
        golden.assertClose("node2vec_transitions/first_step", actual);
    }

    @Test
    void firstStepsFollowTheWeights() {
        float[] expected = golden.floats("node2vec_transitions/first_step");
        RandomWalks walks = new RandomWalks(graph, 0.5, 2);
        int draws = 20_000;
        for (int start = 0; start < NODES; start++) {
            int[] counts = new int[NODES];
            RandomGenerator random = Randomness.at(1, start);
            for (int i = 0; i < draws; i++) {
                counts[walks.walk(start, 2, random)[1]]++;
            }
            for (int node = 0; node < NODES; node++) {
                double p = expected[start * NODES + node];
                assertThat((double) counts[node] / draws)
                        .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws)));
            }
        }
    }

    /** Plain rejection, the way back drawn apart, and the sum after many rejections. */
    @ParameterizedTest
    @CsvSource({"0.5, 2", "2, 0.5", "1, 1", "0.001, 1", "1000, 1", "1, 0.0001", "1, 10000"})
    void laterStepsFollowTheProbabilities(double p, double q) {
        RandomWalks walks = new RandomWalks(graph, p, q);
        Graph out = graph.reversed();
        int steps = 400_000;
        int[] walk = walks.walk(0, steps, Randomness.at(5));
        int[][] counts = new int[NODES * NODES][NODES];
        int[] visits = new int[NODES * NODES];
        for (int i = 2; i < steps; i++) {
            int pair = walk[i - 2] * NODES + walk[i - 1];
            visits[pair]++;
            counts[pair][walk[i]]++;
        }
        for (int pair = 0; pair < visits.length; pair++) {
            if (visits[pair] < 200) {
                continue;
            }
            int node = pair % NODES;
            double[] probabilities = walks.probabilities(pair / NODES, node);
            for (int i = 0; i < probabilities.length; i++) {
                double expected = probabilities[i];
                int next = out.sources()[out.offset(node) + i];
                assertThat((double) counts[pair][next] / visits[pair])
                        .isCloseTo(
                                expected,
                                within(
                                        1e-3
                                                + 5
                                                        * Math.sqrt(
                                                                expected
                                                                        * (1 - expected)
                                                                        / visits[pair])));
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        RandomWalks walks = new RandomWalks(graph, 0.5, 2);
        int[][] one = walks.walks(3, 8, 7, 1);
        assertThat(walks.walks(3, 8, 7, 3)).isDeepEqualTo(one);
        assertThat(Arrays.deepEquals(walks.walks(3, 8, 8, 1), one)).isFalse();
        assertThat(one).hasDimensions(3 * NODES, 8);
        for (int i = 0; i < one.length; i++) {
            assertThat(one[i][0]).isEqualTo(i % NODES);
        }
    }

    @Test
    void walksEndWhereNoEdgeLeadsOnAndFollowItsDirection() {
        Graph chain =
                new Graph(
                        1,
                        new float[4],
                        new int[] {0, 1, 3},
                        new int[] {1, 2, 2},
                        new float[] {1, 1, 0});
        RandomWalks walks = new RandomWalks(chain, 0.5, 2);
        assertThat(walks.walk(0, 9, Randomness.at(1))).containsExactly(0, 1, 2);
        assertThat(walks.walk(2, 9, Randomness.at(1))).containsExactly(2);
        assertThat(walks.walk(3, 9, Randomness.at(1))).containsExactly(3);
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new RandomWalks(graph, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0.0 and 1.0");
        assertThatThrownBy(() -> new RandomWalks(graph, 1, Double.NaN)).hasMessageContaining("NaN");
        RandomWalks walks = new RandomWalks(graph);
        assertThatThrownBy(() -> walks.walk(10, 3, Randomness.at(1)))
                .hasMessageContaining("starts at 0 to 9");
        assertThatThrownBy(() -> walks.walks(0, 3, 1, 1)).hasMessageContaining("At least 1 walk");
    }
}
