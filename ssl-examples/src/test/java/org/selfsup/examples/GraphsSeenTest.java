package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.WalkPairViews;
import org.selfsup.data.Graph;
import org.selfsup.data.Samples;
import org.selfsup.report.Section;

class GraphsSeenTest {

    /** A triangle of two features a node, and a path of two nodes, one of which has none. */
    private static final Samples<Graph> GRAPHS =
            samples(
                    Graph.undirected(
                            2,
                            new float[] {1, 2, 3, 4, 5, 6},
                            new int[] {0, 1, 2},
                            new int[] {1, 2, 0}),
                    Graph.undirected(2, new float[] {1, 1, 0, 0}, new int[] {0}, new int[] {1}));

    @Test
    void graphsStandBesideTheirViewsInNumbers() throws IOException {
        GraphTransform withoutEdges = (graph, random) -> graph.keepEdges(edge -> false);
        GraphTransform withoutTheLast =
                (graph, random) ->
                        graph.subgraph(graph.nodes() == 3 ? new int[] {0, 1} : new int[] {1});
        List<Section> sections =
                GraphsSeen.sections(GRAPHS, new GraphViews(withoutEdges, withoutTheLast), 0);
        assertThat(((Section.Table) sections.get(0)).rows())
                .containsExactly(
                        List.of(
                                "3 nodes, 6 edges, 6 features not 0",
                                "3 nodes, 0 edges, 6 features not 0",
                                "2 nodes, 2 edges, 4 features not 0"),
                        List.of(
                                "2 nodes, 2 edges, 2 features not 0",
                                "2 nodes, 0 edges, 2 features not 0",
                                "1 nodes, 0 edges, 0 features not 0"));
    }

    @Test
    void pairsOfNodesAreNoGraphsToShow() throws IOException {
        assertThat(GraphsSeen.sections(GRAPHS, new WalkPairViews(1, 2, 1, 1), 0)).isEmpty();
    }

    private static Samples<Graph> samples(Graph... graphs) {
        return new Samples<>() {
            @Override
            public int size() {
                return graphs.length;
            }

            @Override
            public Graph get(int index) {
                return graphs[index];
            }
        };
    }
}
