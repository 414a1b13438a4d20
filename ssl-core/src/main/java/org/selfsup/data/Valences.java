package org.selfsup.data;

import java.util.Arrays;
import java.util.List;

/**
 * How many neighbours a node of each kind may have: the rule by which a graph of atoms is possible.
 * Bonds have no kinds here, so each counts once.
 *
 * @param most for each kind, at least 0; a node's kind is the place of its largest feature
 */
public record Valences(List<Integer> most) {

    /** Checks the numbers. */
    public Valences {
        most = List.copyOf(most);
        if (most.isEmpty() || most.stream().anyMatch(valence -> valence < 0)) {
            throw new IllegalArgumentException(
                    "Every kind of node has a valence of at least 0, got " + most);
        }
    }

    /**
     * The most neighbours that a node of each kind has in some graphs.
     *
     * @param graphs with equally many features, at least one
     */
    public static Valences of(List<Graph> graphs) {
        Integer[] most = new Integer[graphs.get(0).dimension()];
        Arrays.fill(most, 0);
        for (Graph graph : graphs) {
            for (int node = 0; node < graph.nodes(); node++) {
                int kind = kind(graph, node);
                most[kind] = Math.max(most[kind], neighbours(graph, node));
            }
        }
        return new Valences(List.of(most));
    }

    /** The kind of a node. */
    public static int kind(Graph graph, int node) {
        int row = node * graph.dimension();
        int kind = 0;
        for (int k = 1; k < graph.dimension(); k++) {
            kind = graph.features()[row + k] > graph.features()[row + kind] ? k : kind;
        }
        return kind;
    }

    private static int neighbours(Graph graph, int node) {
        return graph.offset(node + 1) - graph.offset(node);
    }

    /** Whether no node of a graph has too many neighbours. */
    public boolean allow(Graph graph) {
        for (int node = 0; node < graph.nodes(); node++) {
            if (neighbours(graph, node) > most.get(kind(graph, node))) {
                return false;
            }
        }
        return true;
    }
}
