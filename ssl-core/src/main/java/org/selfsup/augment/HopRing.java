package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Keeps the nodes that are from so many to so many steps from node 0, nearer ones first, and the
 * edges among them. It is not random.
 *
 * <p>Steps go along edges against their direction, from where messages come. From 0 on, this is the
 * neighbourhood of node 0, and node 0 stays the first; from more, a ring that may be empty.
 *
 * <p>Hu et al. 2020, <a href="https://arxiv.org/abs/1905.12265">Strategies for Pre-training Graph
 * Neural Networks</a>, section 3.1.1.
 *
 * @param from fewest steps, not negative
 * @param to most steps, at least {@code from}
 */
public record HopRing(int from, int to) implements GraphTransform {

    /** Checks the numbers. */
    public HopRing {
        Ranges.require(from >= 0, "A ring begins at 0 steps or more", from);
        Ranges.require(to >= from, "A ring ends where it begins or later", to);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        if (graph.nodes() == 0) {
            return graph;
        }
        int[] order = new int[graph.nodes()];
        boolean[] met = new boolean[order.length];
        met[0] = true;
        int count = 1;
        int begin = 0; // of the nodes at this many steps
        int ring = from == 0 ? 0 : -1; // where those to be kept begin
        for (int step = 1; step <= to && begin < count; step++) {
            int end = count;
            for (; begin < end; begin++) {
                for (int e = graph.offset(order[begin]); e < graph.offset(order[begin] + 1); e++) {
                    int source = graph.sources()[e];
                    if (!met[source]) {
                        met[source] = true;
                        order[count++] = source;
                    }
                }
            }
            ring = step == from ? end : ring;
        }
        return graph.subgraph(Arrays.copyOfRange(order, ring < 0 ? count : ring, count));
    }
}
