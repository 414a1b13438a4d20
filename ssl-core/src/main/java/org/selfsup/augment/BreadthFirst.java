package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

/**
 * Puts the nodes of a graph in the order of a breadth-first search from a random node, equally near
 * ones in random order, as models that generate graphs node by node take them.
 *
 * <p>A node is then linked to an earlier one, unless it is the first of its component; components
 * follow one another.
 *
 * <p>You et al. 2018, <a href="https://arxiv.org/abs/1802.08773">GraphRNN</a>, section 2.3.4.
 */
public record BreadthFirst() implements GraphTransform {

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int n = graph.nodes();
        int[] shuffled = Randomness.permutation(n, random); // whom to look at first
        Graph mixed = graph.subgraph(shuffled);
        int[] order = new int[n];
        boolean[] found = new boolean[n];
        int count = 0;
        for (int root = 0; root < n; root++) {
            if (found[root]) {
                continue;
            }
            found[root] = true;
            order[count++] = root;
            for (int at = count - 1; at < count; at++) {
                int node = order[at];
                for (int edge = mixed.offset(node); edge < mixed.offset(node + 1); edge++) {
                    int neighbour = mixed.sources()[edge];
                    if (!found[neighbour]) {
                        found[neighbour] = true;
                        order[count++] = neighbour;
                    }
                }
            }
        }
        return graph.subgraph(Arrays.stream(order).map(i -> shuffled[i]).toArray());
    }
}
