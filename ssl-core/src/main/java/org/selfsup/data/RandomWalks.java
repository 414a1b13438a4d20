package org.selfsup.data;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Biased random walks of node2vec along the edges of a graph; with p = q = 1 those of DeepWalk.
 *
 * <pre>{@code
 * P(x | v, came from t) ~ a(t, x) w(v, x)                                    (section 3.2)
 * a = 1/p if x = t,   1 if there is an edge from t to x,   1/q otherwise
 * }</pre>
 *
 * <p>The paper tabulates the distribution of every pair (t, v), which takes memory for every edge
 * times its end's degree. Here steps are drawn by rejection (Yang et al. 2019, KnightKing), from
 * exactly the same distribution, with memory for the edges alone; a way back more likely than all
 * other steps is drawn apart, and after {@value #TRIALS} rejections the distribution is summed up.
 *
 * <p>Grover and Leskovec 2016, <a href="https://arxiv.org/abs/1607.00653">node2vec: Scalable
 * Feature Learning for Networks</a>; Perozzi et al. 2014, <a
 * href="https://arxiv.org/abs/1403.6652">DeepWalk</a>.
 */
public final class RandomWalks {

    private static final int TRIALS = 64;

    private final Graph out; // edges turned round: those into v are those that leave v in the graph
    private final double toPrevious;
    private final double toFar;
    private final float[] keep; // alias tables, row by row; none where all weights are 1
    private final int[] alias;
    private final double[] total;

    /** Unbiased walks, those of DeepWalk. */
    public RandomWalks(Graph graph) {
        this(graph, 1, 1);
    }

    /**
     * Biased walks.
     *
     * @param graph where to walk; an edge of weight 0 is never taken
     * @param p return parameter, positive: the larger, the rarer a step back
     * @param q in-out parameter, positive: the larger, the nearer a walk stays to its last node
     */
    public RandomWalks(Graph graph, double p, double q) {
        requireBias(p, q);
        out = graph.reversed();
        toPrevious = 1 / p;
        toFar = 1 / q;
        total = new double[graph.nodes()];
        keep = new float[graph.weighted() ? graph.edges() : 0];
        alias = new int[keep.length];
        for (int node = 0; node < total.length; node++) {
            int begin = out.offset(node);
            double[] weights = new double[out.offset(node + 1) - begin];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = out.weight(begin + i);
                total[node] += weights[i];
            }
            if (graph.weighted() && total[node] > 0) {
                AliasTable.fill(weights, total[node], keep, alias, begin);
            }
        }
    }

    /** Refuses p and q that are not positive and finite. */
    public static void requireBias(double p, double q) {
        if (!(p > 0 && p < Double.POSITIVE_INFINITY && q > 0 && q < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "node2vec's p and q are positive and finite, got %s and %s".formatted(p, q));
        }
    }

    /**
     * One walk.
     *
     * @param start its first node
     * @param length nodes in it, at least 1; fewer where no edge leads on
     * @param random the only source of randomness
     */
    public int[] walk(int start, int length, RandomGenerator random) {
        if (length < 1 || start < 0 || start >= total.length) {
            throw new IllegalArgumentException(
                    "A walk has at least 1 node and starts at 0 to %d, got a length of %d and start %d"
                            .formatted(total.length - 1, length, start));
        }
        int[] walk = new int[length];
        walk[0] = start;
        for (int i = 1; i < length; i++) {
            int node = walk[i - 1];
            if (total[node] == 0) {
                return Arrays.copyOf(walk, i);
            }
            walk[i] =
                    i == 1 || (toPrevious == 1 && toFar == 1)
                            ? out.sources()[draw(node, random)]
                            : step(walk[i - 2], node, random);
        }
        return walk;
    }

    /**
     * Walks from every node, the same ones on any number of threads.
     *
     * @param perNode how many from each node, at least 1
     * @param length nodes in a walk, see {@link #walk}
     * @param seed other seed, other walks
     * @param threads at least 1
     * @return walk i starts at node i mod n
     */
    public int[][] walks(int perNode, int length, long seed, int threads) {
        int n = total.length;
        if (perNode < 1 || threads < 1 || (long) perNode * n > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "At least 1 walk a node, 1 thread and at most 2^31 walks, got %d for each of %d nodes and %d threads"
                            .formatted(perNode, n, threads));
        }
        int[][] walks = new int[perNode * n][];
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(
                            () ->
                                    IntStream.range(0, walks.length)
                                            .parallel()
                                            .forEach(
                                                    i ->
                                                            walks[i] =
                                                                    walk(
                                                                            i % n,
                                                                            length,
                                                                            Randomness.at(
                                                                                    seed, i))))
                    .join();
        } finally {
            pool.shutdown();
        }
        return walks;
    }

    private int draw(int node, RandomGenerator random) {
        int begin = out.offset(node);
        int column = begin + random.nextInt(out.offset(node + 1) - begin);
        return !out.weighted() || random.nextFloat() < keep[column] ? column : alias[column];
    }

    private int step(int previous, int node, RandomGenerator random) {
        double most = Math.max(1, toFar); // but for the way back
        double back = toPrevious > most ? weight(node, previous) * (toPrevious - most) : 0;
        double apart = back / (back + most * total[node]);
        for (int trial = 0; trial < TRIALS; trial++) {
            if (back > 0 && random.nextDouble() < apart) {
                return previous;
            }
            int next = out.sources()[draw(node, random)];
            double bias = Math.min(most, bias(previous, next));
            if (bias == most || random.nextDouble() * most < bias) {
                return next;
            }
        }
        double[] probabilities = probabilities(previous, node);
        double left = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            left -= probabilities[i];
            if (probabilities[i] > 0) {
                last = i;
                if (left < 0) {
                    break;
                }
            }
        }
        return out.sources()[out.offset(node) + last];
    }

    private double bias(int previous, int next) {
        if (next == previous) {
            return toPrevious;
        }
        return find(previous, next) >= 0 ? 1 : toFar;
    }

    /** The probability of each edge that leaves a node, in the order of the nodes they lead to. */
    double[] probabilities(int previous, int node) {
        int begin = out.offset(node);
        double[] probabilities = new double[out.offset(node + 1) - begin];
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            int edge = begin + i;
            probabilities[i] = out.weight(edge) * bias(previous, out.sources()[edge]);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** The weight of all edges from one node to another. */
    private double weight(int from, int to) {
        int found = find(from, to);
        if (found < 0) {
            return 0;
        }
        double weight = 0;
        int first = found;
        while (first > out.offset(from) && out.sources()[first - 1] == to) {
            first--;
        }
        for (int e = first; e < out.offset(from + 1) && out.sources()[e] == to; e++) {
            weight += out.weight(e);
        }
        return weight;
    }

    private int find(int from, int to) {
        return Arrays.binarySearch(out.sources(), out.offset(from), out.offset(from + 1), to);
    }
}
