package org.selfsup.adversarial.graph;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.data.Graph;

/**
 * How a generator comes from a root to another node: over the tree of a breadth-first search, from
 * a node to its parent or a child, until it turns back.
 *
 * <pre>{@code
 * p_c(u | v) = exp(g_u . g_v) / sum_{w in N_c(v)} exp(g_w . g_v)     (eq. 6)
 * }</pre>
 */
final class TreeWalks {

    private final Graph graph;
    private final float[] vectors;
    private final int root;
    private final int[] parent; // of the root itself; -1 out of its reach

    /**
     * Grows the tree.
     *
     * @param graph undirected
     * @param vectors g, {@code (n, d)}, row by row
     * @param root c
     */
    TreeWalks(Graph graph, float[] vectors, int root) {
        this.graph = graph;
        this.vectors = vectors;
        this.root = root;
        parent = new int[graph.nodes()];
        Arrays.fill(parent, -1);
        parent[root] = root;
        int[] found = new int[graph.nodes()];
        found[0] = root;
        for (int at = 0, count = 1; at < count; at++) {
            for (int node : linked(found[at])) {
                if (parent[node] < 0) {
                    parent[node] = found[at];
                    found[count++] = node;
                }
            }
        }
    }

    /** The root's true neighbours. */
    int[] neighbours() {
        return linked(root);
    }

    /**
     * Walks once (algorithm 1).
     *
     * @return the nodes from the root to where it turned back, at least two; none from a root
     *     without edges
     */
    Optional<int[]> walk(RandomGenerator random) {
        IntStream.Builder path = IntStream.builder();
        for (int node = root, before = -1; ; ) {
            path.add(node);
            int[] open = open(node);
            if (open.length == 0) {
                return Optional.empty();
            }
            int next = open[draw(probabilities(node, open), random)];
            if (next == before) {
                return Optional.of(path.build().toArray());
            }
            before = node;
            node = next;
        }
    }

    /** N_c(v), its parent and children. */
    private int[] open(int node) {
        return IntStream.of(linked(node))
                .filter(
                        other ->
                                (other != root && parent[other] == node)
                                        || (node != root && parent[node] == other))
                .toArray();
    }

    private int[] linked(int node) {
        return Arrays.copyOfRange(graph.sources(), graph.offset(node), graph.offset(node + 1));
    }

    /** Eq. 6. */
    private double[] probabilities(int node, int[] open) {
        double[] p = Arrays.stream(open).mapToDouble(other -> score(node, other)).toArray();
        double most = Arrays.stream(p).max().orElseThrow();
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(p[i] - most);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private double score(int one, int other) {
        int d = vectors.length / graph.nodes();
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += (double) vectors[one * d + i] * vectors[other * d + i];
        }
        return sum;
    }

    private static int draw(double[] p, RandomGenerator random) {
        double left = random.nextDouble();
        for (int i = 0; i < p.length - 1; i++) {
            left -= p[i];
            if (left < 0) {
                return i;
            }
        }
        return p.length - 1;
    }
}
