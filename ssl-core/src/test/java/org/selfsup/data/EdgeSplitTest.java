package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeSplitTest {

    private final Graph whole = BlocksGraph.generate(120, 3, 6, 2, 1).graph();

    private static Set<Long> keys(int[] first, int[] second) {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < first.length; i++) {
            int low = Math.min(first[i], second[i]);
            keys.add(((long) low << 32) | Math.max(first[i], second[i]));
        }
        return keys;
    }

    private static Set<Long> keys(Graph graph) {
        return keys(graph.sources(), graph.targets());
    }

    private static Set<Long> keys(EdgeSplit.Pairs pairs) {
        return keys(pairs.first(), pairs.second());
    }

    @Test
    void everyEdgeIsInOnePartAndOtherPairsInNone() {
        EdgeSplit split = EdgeSplit.of(whole, 0.05, 0.1, 7);
        Set<Long> all = keys(whole);
        Set<Long> rest = keys(split.graph());
        Set<Long> validation = keys(split.validation().edges());
        Set<Long> test = keys(split.test().edges());
        assertThat(test).hasSize(all.size() / 10);
        assertThat(validation).hasSize(all.size() / 20);
        assertThat(rest).hasSize(all.size() - test.size() - validation.size());
        Set<Long> union = new HashSet<>(rest);
        union.addAll(validation);
        union.addAll(test);
        assertThat(union).isEqualTo(all);

        Set<Long> others = keys(split.validation().others());
        assertThat(others).hasSize(validation.size());
        others.addAll(keys(split.test().others()));
        assertThat(others)
                .as("the test asks for others again")
                .hasSize(validation.size() + test.size())
                .doesNotContainAnyElementsOf(all);
    }

    @Test
    void bothDirectionsGoAndNodesAndFeaturesStay() {
        Graph graph = EdgeSplit.of(whole, 0.1, 0.3, 7).graph();
        assertThat(graph.nodes()).isEqualTo(whole.nodes());
        assertThat(graph.features()).isSameAs(whole.features());
        assertThat(graph.edges()).isEqualTo(2 * keys(graph).size());
    }

    @Test
    void selfLoopsStayAndAreNotAskedFor() {
        int[] nodes = new int[whole.nodes()];
        Arrays.setAll(nodes, i -> i);
        EdgeSplit split = EdgeSplit.of(whole.plusEdges(nodes, nodes), 0.05, 0.1, 7);
        assertThat(split.graph().edges())
                .isEqualTo(EdgeSplit.of(whole, 0.05, 0.1, 7).graph().edges() + nodes.length);
        EdgeSplit.Pairs test = split.test().edges();
        for (int i = 0; i < test.size(); i++) {
            assertThat(test.first()[i]).isNotEqualTo(test.second()[i]);
        }
    }

    @Test
    void theSeedDecides() {
        Set<Long> first = keys(EdgeSplit.of(whole, 0.05, 0.1, 7).test().edges());
        assertThat(keys(EdgeSplit.of(whole, 0.05, 0.1, 7).test().edges())).isEqualTo(first);
        assertThat(keys(EdgeSplit.of(whole, 0.05, 0.1, 8).test().edges())).isNotEqualTo(first);
    }

    @Test
    void refusesWhatCannotBeSplit() {
        refused(
                whole,
                0,
                0.1,
                "Shares of edges held out are above 0 and together below 1, got 0.0");
        refused(whole, 0.5, 0.5, "got 0.5 and 0.5");
        refused(whole, Double.NaN, 0.5, "got NaN");
        Graph path = Graph.undirected(1, new float[3], new int[] {0, 1}, new int[] {1, 2});
        refused(path, 0.1, 0.2, "The graph has 2 edges, too few to hold out");
        int[] ends = {0, 0, 0, 1, 1, 2};
        int[] others = {1, 2, 3, 2, 3, 3};
        refused(
                Graph.undirected(1, new float[4], ends, others),
                0.2,
                0.2,
                "2 edges are held out, but fewer pairs of the 4 nodes have none");
    }

    private static void refused(Graph graph, double validation, double test, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeSplit.of(graph, validation, test, 0))
                .withMessageContaining(message);
    }
}
