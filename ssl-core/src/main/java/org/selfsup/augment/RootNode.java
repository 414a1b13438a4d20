package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/** Makes one node the first, where walks start; the others keep their order. */
public enum RootNode implements GraphTransform {
    /** Any node, all equally likely. */
    RANDOM {
        @Override
        int choose(Graph graph, RandomGenerator random) {
            return random.nextInt(graph.nodes());
        }
    },
    /** The first of those with most edges into them. */
    HUB {
        @Override
        int choose(Graph graph, RandomGenerator random) {
            int hub = 0;
            for (int node = 1; node < graph.nodes(); node++) {
                hub = degree(graph, node) > degree(graph, hub) ? node : hub;
            }
            return hub;
        }
    };

    abstract int choose(Graph graph, RandomGenerator random);

    private static int degree(Graph graph, int node) {
        return graph.offset(node + 1) - graph.offset(node);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        if (graph.nodes() == 0) {
            return graph;
        }
        int root = choose(graph, random);
        int[] order = new int[graph.nodes()];
        order[0] = root;
        for (int i = 1; i < order.length; i++) {
            order[i] = i <= root ? i - 1 : i;
        }
        return graph.subgraph(order);
    }
}
