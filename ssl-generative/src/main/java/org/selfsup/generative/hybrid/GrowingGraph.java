package org.selfsup.generative.hybrid;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Graph;
import org.selfsup.data.Valences;

/** A graph that is being made: nodes come one by one, each with its links to earlier ones. */
final class GrowingGraph {

    private final int kinds;
    private final @Nullable Valences rule;
    private final List<Integer> nodes = new ArrayList<>(); // kind of each
    private final List<Integer> neighbours = new ArrayList<>(); // how many each has
    private final List<int[]> links = new ArrayList<>();

    /**
     * Without nodes.
     *
     * @param kinds of nodes
     * @param rule which links are possible; null if all are
     */
    GrowingGraph(int kinds, @Nullable Valences rule) {
        this.kinds = kinds;
        this.rule = rule;
    }

    void addNode(int kind) {
        nodes.add(kind);
        neighbours.add(0);
    }

    /** Links the last node to an earlier one, if the rule allows it. */
    void link(int earlier) {
        int last = nodes.size() - 1;
        if (rule == null || (isOpen(rule, last) && isOpen(rule, earlier))) {
            links.add(new int[] {last, earlier});
            neighbours.set(last, neighbours.get(last) + 1);
            neighbours.set(earlier, neighbours.get(earlier) + 1);
        }
    }

    private boolean isOpen(Valences valences, int node) {
        return neighbours.get(node) < valences.most().get(nodes.get(node));
    }

    /** Whether the last node has no link, which ends the graph and is left out. */
    boolean ends() {
        int last = nodes.size() - 1;
        boolean alone = last > 0 && neighbours.get(last) == 0;
        if (alone) {
            nodes.remove(last);
            neighbours.remove(last);
        }
        return alone;
    }

    /** As it is now. */
    Graph graph() {
        float[] features = new float[nodes.size() * kinds];
        for (int node = 0; node < nodes.size(); node++) {
            features[node * kinds + nodes.get(node)] = 1;
        }
        return Graph.undirected(
                kinds,
                features,
                links.stream().mapToInt(link -> link[0]).toArray(),
                links.stream().mapToInt(link -> link[1]).toArray());
    }
}
