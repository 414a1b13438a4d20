package org.selfsup.augment;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Keeps the nodes that a random walk with restarts meets, and the edges among them, nodes in their
 * old order.
 *
 * <p>The walk goes along edges against their direction, from where a node's messages come; in an
 * undirected graph that is no difference. It ends when it has met enough nodes, or after {@value
 * #PATIENCE} times as many steps.
 *
 * <p>Qiu et al. 2020, <a href="https://arxiv.org/abs/2006.09963">GCC: Graph Contrastive Coding</a>,
 * section 3.2; with {@code restart} 0 the subgraph of You et al. 2020, <a
 * href="https://arxiv.org/abs/2010.13902">GraphCL</a>, whose code takes a random node next to any
 * it has met rather than to the last.
 *
 * @param share of the nodes to keep, rounded up, above 0 and at most 1
 * @param restart probability to return to the first node, from 0 to less than 1; 0.8 in GCC
 */
public record RandomWalkSubgraph(double share, double restart) implements GraphTransform {

    private static final int PATIENCE = 32;

    /** Checks share and probability. */
    public RandomWalkSubgraph {
        Ranges.require(share > 0 && share <= 1, "A share is above 0 and at most 1", share);
        Ranges.require(restart >= 0 && restart < 1, "Restarts happen from 0 to below 1", restart);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int n = graph.nodes();
        return n == 0 ? graph : around(graph, random.nextInt(n), random);
    }

    /**
     * The subgraph that a walk from a given node finds.
     *
     * @param start the first node, which stays
     */
    public Graph around(Graph graph, int start, RandomGenerator random) {
        int wanted = (int) Math.ceil(share * graph.nodes());
        BitSet met = new BitSet(graph.nodes());
        met.set(start);
        int count = 1;
        int node = start;
        for (long steps = (long) PATIENCE * wanted; steps > 0 && count < wanted; steps--) {
            int begin = graph.offset(node);
            int degree = graph.offset(node + 1) - begin;
            if (degree == 0 || Ranges.happens(restart, random)) {
                node = start;
            } else {
                node = graph.sources()[begin + random.nextInt(degree)];
                if (!met.get(node)) {
                    met.set(node);
                    count++;
                }
            }
        }
        return graph.subgraph(met.stream().toArray());
    }
}
