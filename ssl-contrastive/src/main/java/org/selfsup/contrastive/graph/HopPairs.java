package org.selfsup.contrastive.graph;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Pairs of nodes and how many steps along the edges they are apart, for a task that tells these.
 *
 * @param first one node of each pair
 * @param second the other
 * @param hops class 0 for one step, and so on; the last is for any more, or no way at all
 */
record HopPairs(long[] first, long[] second, long[] hops) {

    /**
     * Draws pairs: from each of some nodes, one at each distance where there is one.
     *
     * @param edges (2, e): sources, then targets in rising order
     * @param nodes n
     * @param classes of distances, at least 2
     * @param anchors how many nodes to start from
     */
    static HopPairs draw(
            long[] edges, int nodes, int classes, int anchors, RandomGenerator random) {
        int e = edges.length / 2;
        int[] offsets = new int[nodes + 1];
        for (int edge = 0; edge < e; edge++) {
            offsets[(int) edges[e + edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            offsets[node + 1] += offsets[node];
        }
        long[] first = new long[anchors * classes];
        long[] second = new long[first.length];
        long[] hops = new long[first.length];
        int count = 0;
        int[] distance = new int[nodes];
        int[] order = new int[nodes];
        for (int i = 0; i < anchors; i++) {
            int anchor = random.nextInt(nodes);
            int[] ends = walk(edges, offsets, anchor, classes - 1, distance, order);
            for (int hop = 1; hop <= classes; hop++) {
                int begin = ends[hop - 1];
                int partners = (hop < classes ? ends[hop] : nodes) - begin;
                if (partners > 0) {
                    first[count] = anchor;
                    second[count] = order[begin + random.nextInt(partners)];
                    hops[count++] = hop - 1L;
                }
            }
        }
        return new HopPairs(
                Arrays.copyOf(first, count),
                Arrays.copyOf(second, count),
                Arrays.copyOf(hops, count));
    }

    /** All nodes by distance, those too far at the end; where each distance ends among them. */
    private static int[] walk(
            long[] edges, int[] offsets, int anchor, int most, int[] distance, int[] order) {
        Arrays.fill(distance, -1);
        int[] ends = new int[most + 1];
        distance[anchor] = 0;
        order[0] = anchor;
        int count = 1;
        ends[0] = 1;
        int from = 0;
        for (int hop = 1; hop <= most; hop++) {
            for (int to = count; from < to; from++) {
                for (int edge = offsets[order[from]]; edge < offsets[order[from] + 1]; edge++) {
                    int source = (int) edges[edge];
                    if (distance[source] < 0) {
                        distance[source] = hop;
                        order[count++] = source;
                    }
                }
            }
            ends[hop] = count;
        }
        for (int node = 0; node < distance.length; node++) {
            if (distance[node] < 0) {
                order[count++] = node;
            }
        }
        return ends;
    }
}
