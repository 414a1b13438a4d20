package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToyMoleculesTest {

    private final GraphSet set = ToyMolecules.generate(200, 1);

    @Test
    void moleculesKeepTheirValencesAndHangTogether() {
        for (int i = 0; i < set.size(); i++) {
            Graph graph = set.get(i);
            assertThat(graph.nodes()).isBetween(6, 12);
            assertThat(ToyMolecules.VALENCES.allow(graph)).isTrue();
            int bonds = graph.edges() / 2;
            boolean ring = set.classes().of()[i] == 1;
            assertThat(bonds)
                    .as("a tree, or one bond more")
                    .isEqualTo(graph.nodes() - (ring ? 0 : 1));
            assertThat(reached(graph)).isEqualTo(graph.nodes());
        }
        assertThat(Valences.of(set.graphs()).most()).containsExactly(4, 3, 2, 1);
    }

    private static int reached(Graph graph) {
        boolean[] seen = new boolean[graph.nodes()];
        return visit(graph, 0, seen);
    }

    private static int visit(Graph graph, int node, boolean[] seen) {
        seen[node] = true;
        int count = 1;
        for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
            int next = graph.sources()[edge];
            count += seen[next] ? 0 : visit(graph, next, seen);
        }
        return count;
    }

    @Test
    void theSeedDecides() {
        assertThat(ToyMolecules.generate(200, 1).fingerprint()).isEqualTo(set.fingerprint());
        assertThat(ToyMolecules.generate(200, 2).fingerprint()).isNotEqualTo(set.fingerprint());
    }

    @Test
    void aRuleCountsNeighboursOfEachKind() {
        float[] kinds = {1, 0, 0, 1, 0, 1};
        Graph path = Graph.undirected(2, kinds, new int[] {0, 0}, new int[] {1, 2});
        assertThat(Valences.of(List.of(path)).most()).containsExactly(2, 1);
        assertThat(new Valences(List.of(2, 1)).allow(path)).isTrue();
        assertThat(new Valences(List.of(1, 1)).allow(path)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Valences(List.of(1, -1)))
                .withMessage("Every kind of node has a valence of at least 0, got [1, -1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToyMolecules.generate(1, 0))
                .withMessageContaining("2 to 100,000 molecules, got 1");
    }
}
