package org.selfsup.data;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A graph without some of its edges, which are held out, and as many pairs of nodes that have none:
 * what link prediction is trained and tested on.
 *
 * <p>An edge is a pair of nodes, whichever way it runs: both directions stay or go together. Self
 * loops are no links; they stay and are never asked for.
 *
 * @param graph all nodes, and the edges that are not held out: all that training and encoders see
 * @param validation held out to choose hyper-parameters by
 * @param test held out for the final evaluation
 */
public record EdgeSplit(Graph graph, Part validation, Part test) {

    /**
     * Pairs of different nodes.
     *
     * @param first one node of each pair
     * @param second the other
     */
    public record Pairs(int[] first, int[] second) {

        /** How many there are. */
        public int size() {
            return first.length;
        }
    }

    /**
     * What is asked for.
     *
     * @param edges of the whole graph, not in the rest
     * @param others as many pairs that are no edges of the whole graph, drawn evenly
     */
    public record Part(Pairs edges, Pairs others) {}

    /**
     * Splits at random.
     *
     * @param whole taken to be undirected
     * @param validation share of the edges held out for validation, above 0; 0.05 in the papers on
     *     graph autoencoders
     * @param test share of the edges held out for the test, above 0; 0.1 there
     * @param seed other seed, other split
     * @throws IllegalArgumentException if the shares leave no edge to one part, or the graph has
     *     too few pairs of nodes without an edge
     */
    public static EdgeSplit of(Graph whole, double validation, double test, long seed) {
        if (!(validation > 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    "Shares of edges held out are above 0 and together below 1, got %s and %s"
                            .formatted(validation, test));
        }
        Set<Long> taken = new HashSet<>();
        Pairs all = pairs(whole, taken);
        int forValidation = (int) (all.size() * validation);
        int forTest = (int) (all.size() * test);
        long n = whole.nodes();
        if (forValidation < 1 || forTest < 1) {
            throw new IllegalArgumentException(
                    "The graph has %d edges, too few to hold out shares of %s and %s"
                            .formatted(all.size(), validation, test));
        }
        if (n * (n - 1) / 2 - all.size() < forValidation + forTest) {
            throw new IllegalArgumentException(
                    "%d edges are held out, but fewer pairs of the %d nodes have none"
                            .formatted(forValidation + forTest, n));
        }
        RandomGenerator random = Randomness.at(seed);
        int[] order = Randomness.permutation(all.size(), random);
        Pairs tested = pick(all, order, 0, forTest);
        Pairs validated = pick(all, order, forTest, forTest + forValidation);
        Set<Long> held = new HashSet<>();
        for (Pairs part : new Pairs[] {tested, validated}) {
            for (int i = 0; i < part.size(); i++) {
                held.add(key(part.first[i], part.second[i]));
            }
        }
        int[] sources = whole.sources();
        int[] targets = whole.targets();
        Graph rest = whole.keepEdges(edge -> !held.contains(key(sources[edge], targets[edge])));
        return new EdgeSplit(
                rest,
                new Part(validated, others(forValidation, whole.nodes(), taken, random)),
                new Part(tested, others(forTest, whole.nodes(), taken, random)));
    }

    /** Every linked pair once. */
    private static Pairs pairs(Graph graph, Set<Long> seen) {
        IntList first = new IntList();
        IntList second = new IntList();
        for (int edge = 0; edge < graph.edges(); edge++) {
            int source = graph.sources()[edge];
            int target = graph.targets()[edge];
            if (source != target && seen.add(key(source, target))) {
                first.add(source);
                second.add(target);
            }
        }
        return new Pairs(first.toArray(), second.toArray());
    }

    /** Pairs that are not taken, and are from now on. */
    private static Pairs others(int count, int nodes, Set<Long> taken, RandomGenerator random) {
        int[] first = new int[count];
        int[] second = new int[count];
        for (int i = 0; i < count; ) {
            first[i] = random.nextInt(nodes);
            second[i] = random.nextInt(nodes);
            if (first[i] != second[i] && taken.add(key(first[i], second[i]))) {
                i++;
            }
        }
        return new Pairs(first, second);
    }

    private static Pairs pick(Pairs all, int[] order, int from, int to) {
        int[] first = new int[to - from];
        int[] second = new int[to - from];
        for (int i = from; i < to; i++) {
            first[i - from] = all.first[order[i]];
            second[i - from] = all.second[order[i]];
        }
        return new Pairs(first, second);
    }

    private static long key(int one, int other) {
        return ((long) Math.min(one, other) << 32) | Math.max(one, other);
    }
}
