package org.selfsup.generative.graph;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;

/**
 * A random order in which the nodes of a graph are generated, and which edges a node is given.
 *
 * <p>An edge belongs to the later of its nodes: it is one that the node is given (observed) or one
 * that it has to find (hidden). Self loops are neither.
 *
 * @param observed numbers of edges that run from an earlier to a later node and are given
 * @param hidden numbers of edges that run from an earlier to a later node and are to be found
 */
record GenerationOrder(long[] observed, long[] hidden) {

    /**
     * Draws an order.
     *
     * @param edges (2, e): sources, then targets; an undirected edge in both directions
     * @param nodes n
     * @param share of a node's edges that are hidden, 0 to 1
     */
    static GenerationOrder draw(long[] edges, int nodes, double share, RandomGenerator random) {
        int[] place = Randomness.permutation(nodes, random);
        long seed = random.nextLong();
        int e = edges.length / 2;
        long[] observed = new long[e];
        long[] hidden = new long[e];
        int given = 0;
        int asked = 0;
        for (int edge = 0; edge < e; edge++) {
            int source = (int) edges[edge];
            int target = (int) edges[e + edge];
            if (place[source] < place[target]) {
                // A hash of the pair decides, so that parallel edges tell nothing of one another.
                long bits = Randomness.seed(seed, source, target);
                if ((bits >>> 11) * 0x1p-53 < share) {
                    hidden[asked++] = edge;
                } else {
                    observed[given++] = edge;
                }
            }
        }
        return new GenerationOrder(Arrays.copyOf(observed, given), Arrays.copyOf(hidden, asked));
    }
}
