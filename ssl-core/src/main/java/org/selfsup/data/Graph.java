package org.selfsup.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;

/**
 * A directed graph of n nodes with f features each and e edges, some of them perhaps weighted; an
 * undirected graph has every edge in both directions.
 *
 * <p>Messages run from an edge's source to its target. Edges are kept in the order of their
 * targets, then of their sources, so that the edges into node v are those from {@code offset(v)} to
 * {@code offset(v + 1)}. Self loops and parallel edges are allowed; parallel edges add up.
 *
 * <p>Nothing here changes after construction. Arrays are shared, not copied: whoever gets one must
 * not write to it.
 */
public final class Graph {

    private static final long MOST_VALUES = 500_000_000;
    private static final long FREE_VALUES = 1 << 20;
    private static final long VALUES_A_LISTED = 1_000; // of CiteSeer it is 117

    private final int nodes;
    private final int dimension;
    private final float[] features;
    private final int[] sources;
    private final int[] targets;
    private final float @Nullable [] weights;
    private final int[] offsets;

    /** A graph whose edges all weigh 1, see {@link #Graph(int, float[], int[], int[], float[])}. */
    public Graph(int dimension, float[] features, int[] sources, int[] targets) {
        this(dimension, features, sources, targets, null);
    }

    /**
     * Checks the arrays and puts the edges in order.
     *
     * @param dimension f, at least 1
     * @param features {@code (n, f)}, row by row; no rows make an empty graph
     * @param sources where each edge starts, 0 to n - 1
     * @param targets where each edge ends, 0 to n - 1
     * @param weights of the edges, finite and not negative, or null if all are 1
     * @throws IllegalArgumentException if the features are not whole rows, an edge leaves the graph
     *     or a weight is out of range
     */
    public Graph(
            int dimension,
            float[] features,
            int[] sources,
            int[] targets,
            float @Nullable [] weights) {
        if (dimension < 1 || features.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "Node features are whole rows of at least 1 value, got %d values in rows of %d"
                            .formatted(features.length, dimension));
        }
        if (sources.length != targets.length
                || (weights != null && weights.length != sources.length)) {
            throw new IllegalArgumentException(
                    "Every edge has a source, a target and, if any has one, a weight, got %d, %d and %s"
                            .formatted(
                                    sources.length,
                                    targets.length,
                                    weights == null ? "none" : weights.length));
        }
        this.dimension = dimension;
        this.features = features;
        this.nodes = features.length / dimension;
        check(sources, targets, weights);
        if (inOrder(sources, targets)) {
            this.sources = sources;
            this.targets = targets;
            this.weights = weights;
        } else {
            int[] order = stableOrder(targets, stableOrder(sources, null));
            this.sources = pick(sources, order);
            this.targets = pick(targets, order);
            this.weights = weights == null ? null : pick(weights, order);
        }
        offsets = starts(this.targets);
    }

    /**
     * A graph from edges listed once each, in either direction: both directions are made, all of
     * weight 1. An edge listed twice or in both directions counts once, and so does a self loop.
     *
     * @param dimension f, at least 1
     * @param features {@code (n, f)}, row by row
     * @param ends one end of each edge
     * @param otherEnds the other end of each edge
     */
    public static Graph undirected(int dimension, float[] features, int[] ends, int[] otherEnds) {
        Graph all =
                new Graph(dimension, features, joined(ends, otherEnds), joined(otherEnds, ends));
        return all.keepEdges(
                edge ->
                        edge == 0
                                || all.sources[edge] != all.sources[edge - 1]
                                || all.targets[edge] != all.targets[edge - 1]);
    }

    /**
     * Whether a matrix of features is to be held, given how many of its values a file lists: a few
     * bytes of a damaged file may ask for gigabytes.
     */
    static boolean isDense(long nodes, long dimension, long listed) {
        return nodes * dimension <= Math.min(MOST_VALUES, FREE_VALUES + VALUES_A_LISTED * listed);
    }

    private void check(int[] sources, int[] targets, float @Nullable [] weights) {
        for (int edge = 0; edge < sources.length; edge++) {
            int source = sources[edge];
            int target = targets[edge];
            if (source < 0 || source >= nodes || target < 0 || target >= nodes) {
                throw new IllegalArgumentException(
                        "Edge %d runs from node %d to node %d, but the graph has %d nodes, counted from 0"
                                .formatted(edge, source, target, nodes));
            }
            if (weights != null
                    && !(weights[edge] >= 0 && weights[edge] < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Edge weights are finite and not negative, got %s for edge %d"
                                .formatted(weights[edge], edge));
            }
        }
    }

    /** Refuses features that are not finite: they would make everything they reach so. */
    void requireFinite() {
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                throw new IllegalArgumentException(
                        Troubleshooting.NOT_A_NUMBER.of(
                                "Node features are finite numbers, got %s as feature %d of node %d"
                                        .formatted(features[i], i % dimension, i / dimension)));
            }
        }
    }

    private static boolean inOrder(int[] sources, int[] targets) {
        for (int edge = 1; edge < targets.length; edge++) {
            if (targets[edge] < targets[edge - 1]
                    || (targets[edge] == targets[edge - 1] && sources[edge] < sources[edge - 1])) {
                return false;
            }
        }
        return true;
    }

    /** Edges by key, those of one key in the given order (as they are, if null). */
    private int[] stableOrder(int[] keys, int @Nullable [] before) {
        int[] next = starts(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int edge = before == null ? i : before[i];
            order[next[keys[edge]]++] = edge;
        }
        return order;
    }

    /** For every node how many keys are smaller, and for n all of them. */
    private int[] starts(int[] keys) {
        int[] starts = new int[nodes + 1];
        for (int key : keys) {
            starts[key + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            starts[node + 1] += starts[node];
        }
        return starts;
    }

    private static int[] pick(int[] values, int[] order) {
        int[] picked = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            picked[i] = values[order[i]];
        }
        return picked;
    }

    private static float[] pick(float[] values, int[] order) {
        float[] picked = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            picked[i] = values[order[i]];
        }
        return picked;
    }

    /** n, how many nodes there are. */
    public int nodes() {
        return nodes;
    }

    /** e, how many edges there are; an undirected one counts twice, a self loop once. */
    public int edges() {
        return sources.length;
    }

    /** How many edges an undirected graph has, each counted once, self loops too. */
    long pairs() {
        return IntStream.range(0, edges()).filter(edge -> sources[edge] <= targets[edge]).count();
    }

    /** f, how many features a node has. */
    public int dimension() {
        return dimension;
    }

    /** The features of all nodes, {@code (n, f)}, row by row. */
    public float[] features() {
        return features;
    }

    /** Where each edge starts. */
    public int[] sources() {
        return sources;
    }

    /** Where each edge ends, in rising order. */
    public int[] targets() {
        return targets;
    }

    /** The first edge into a node or a later one; {@code offset(n)} is e. */
    public int offset(int node) {
        return offsets[node];
    }

    /** Whether edges have weights of their own; if not, all weigh 1. */
    public boolean weighted() {
        return weights != null;
    }

    /** The weight of an edge. */
    public float weight(int edge) {
        return weights == null ? 1 : weights[edge];
    }

    /** The same edges between nodes of other features, {@code (n, f)}. */
    public Graph withFeatures(float[] other) {
        return withFeatures(dimension, other);
    }

    /**
     * The same edges between nodes of any number of features.
     *
     * @param dimension f', at least 1
     * @param other {@code (n, f')}
     */
    public Graph withFeatures(int dimension, float[] other) {
        if ((long) nodes * dimension != other.length) {
            throw new IllegalArgumentException(
                    "Expected %d x %d features, got %d values"
                            .formatted(nodes, dimension, other.length));
        }
        return new Graph(dimension, other, sources, targets, weights);
    }

    /**
     * This graph with more edges, of weight 1.
     *
     * @param from where each starts
     * @param to where each ends
     */
    public Graph plusEdges(int[] from, int[] to) {
        float[] weight = null;
        if (weights != null) {
            weight = Arrays.copyOf(weights, weights.length + from.length);
            Arrays.fill(weight, weights.length, weight.length, 1);
        }
        return new Graph(dimension, features, joined(sources, from), joined(targets, to), weight);
    }

    private static int[] joined(int[] first, int[] second) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The edges that are to stay, by their number; all nodes stay. */
    public Graph keepEdges(IntPredicate stays) {
        int[] kept = new int[sources.length];
        int count = 0;
        for (int edge = 0; edge < kept.length; edge++) {
            if (stays.test(edge)) {
                kept[count++] = edge;
            }
        }
        int[] order = Arrays.copyOf(kept, count);
        return new Graph(
                dimension,
                features,
                pick(sources, order),
                pick(targets, order),
                weights == null ? null : pick(weights, order));
    }

    /**
     * Some nodes and the edges among them. Node i of the result is {@code kept[i]}.
     *
     * @param kept different nodes, in any order
     * @throws IllegalArgumentException if a node is named twice or does not exist
     */
    public Graph subgraph(int[] kept) {
        int[] place = new int[nodes];
        Arrays.fill(place, -1);
        float[] rows = new float[kept.length * dimension];
        for (int i = 0; i < kept.length; i++) {
            int node = kept[i];
            if (node < 0 || node >= nodes || place[node] >= 0) {
                throw new IllegalArgumentException(
                        "A subgraph takes different nodes from 0 to %d, got %d at place %d"
                                .formatted(nodes - 1, node, i));
            }
            place[node] = i;
            System.arraycopy(features, node * dimension, rows, i * dimension, dimension);
        }
        IntList from = new IntList();
        IntList to = new IntList();
        IntList among = new IntList();
        for (int i = 0; i < kept.length; i++) {
            for (int edge = offsets[kept[i]]; edge < offsets[kept[i] + 1]; edge++) {
                if (place[sources[edge]] >= 0) {
                    from.add(place[sources[edge]]);
                    to.add(i);
                    among.add(edge);
                }
            }
        }
        return new Graph(
                dimension,
                rows,
                from.toArray(),
                to.toArray(),
                weights == null ? null : pick(weights, among.toArray()));
    }

    /** Every edge the other way round. */
    public Graph reversed() {
        return new Graph(dimension, features, targets, sources, weights);
    }

    /** Adds sizes, features and edges. */
    void addTo(Fingerprint fingerprint) {
        fingerprint.add("%d x %d, %d edges".formatted(nodes, dimension, sources.length));
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * dimension);
        for (int row = 0; row < features.length; row += dimension) {
            bytes.asFloatBuffer().put(features, row, dimension);
            fingerprint.add(bytes.array());
        }
        bytes = ByteBuffer.allocate(12);
        for (int edge = 0; edge < sources.length; edge++) {
            bytes.putInt(0, sources[edge]).putInt(4, targets[edge]).putFloat(8, weight(edge));
            fingerprint.add(bytes.array());
        }
    }

    /** Sizes only. */
    @Override
    public String toString() {
        return "Graph of %d nodes with %d features and %d edges"
                .formatted(nodes, dimension, sources.length);
    }
}
