package org.selfsup.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Procedural graphs of blocks of nodes, in which two nodes are linked with a probability that
 * depends on their blocks alone (Holland et al. 1983, "Stochastic blockmodels").
 *
 * <p>The same seed gives the same graphs on every machine.
 */
public final class BlocksGraph {

    private static final int FEATURES = 64;

    /** How far apart the blocks' mean features are, against noise of standard deviation 1. */
    private static final double SIGNAL = 0.35;

    /** Features that say nothing of the block but are large. */
    private static final int NUISANCES = 16;

    private static final double NUISANCE = 4;

    private static final int COLOURS = 4;

    /** Up to here every pair of nodes is drawn; beyond, how many pairs to the next edge. */
    private static final int FEW_NODES = 10_000;

    private static final int MOST_NODES = 1_000_000;

    private BlocksGraph() {}

    /** The graph that examples use: 1,200 nodes in 6 blocks. */
    public static NodeSet standard(long seed) {
        return generate(1200, 6, 5, 5, seed);
    }

    /**
     * Draws one graph; the class of a node is its block.
     *
     * <p>Blocks are equally large and mixed. A node has {@value #FEATURES} features; most hold a
     * faint trace of its block under noise, and {@value #NUISANCES} hold strong noise only, so that
     * features alone, or averaged over neighbours by an untrained encoder, tell little. 20 nodes of
     * each block are for fitting a probe; of the others a quarter is for validation.
     *
     * @param nodes 40 a block to 1,000,000
     * @param blocks 2 to 100
     * @param inner expected neighbours of a node in its own block, positive
     * @param outer expected neighbours in all others together, not negative
     * @param seed other seed, other graph
     * @throws IllegalArgumentException if a number is out of range
     */
    public static NodeSet generate(int nodes, int blocks, double inner, double outer, long seed) {
        if (blocks < 2 || blocks > 100 || nodes < 40 * blocks || nodes > MOST_NODES) {
            throw new IllegalArgumentException(
                    "A graph has 2 to 100 blocks of 40 nodes or more and at most 1,000,000 nodes, got %d blocks and %d nodes"
                            .formatted(blocks, nodes));
        }
        double size = (double) nodes / blocks;
        if (!(inner > 0 && inner <= size - 1 && outer >= 0 && outer <= nodes - size)) {
            throw new IllegalArgumentException(
                    "Expected neighbours are positive within a block of %.0f nodes and not negative beyond, got %s and %s"
                            .formatted(size, inner, outer));
        }
        RandomGenerator mixing = Randomness.at(Randomness.seed(seed, "blocks"));
        int[] block =
                Arrays.stream(Randomness.permutation(nodes, mixing)).map(i -> i % blocks).toArray();
        Graph graph =
                linked(
                        FEATURES,
                        features(block, blocks, Randomness.at(Randomness.seed(seed, "features"))),
                        block,
                        inner / (size - 1),
                        outer / (nodes - size),
                        Randomness.at(Randomness.seed(seed, "edges")));
        IntList[] parts = {new IntList(), new IntList(), new IntList()};
        int[] seen = new int[blocks];
        for (int node = 0; node < nodes; node++) {
            int before = seen[block[node]]++;
            parts[before < 20 ? 0 : before % 4 == 0 ? 1 : 2].add(node);
        }
        List<String> names = IntStream.range(0, blocks).mapToObj(Integer::toString).toList();
        return NodeSet.of(
                graph,
                new Labels(block, names),
                Arrays.stream(parts).map(IntList::toArray).toArray(int[][]::new),
                "Blocks, %d nodes with %d features, %d edges, %d blocks, seed %d"
                        .formatted(nodes, FEATURES, graph.edges() / 2, blocks, seed),
                new Fingerprint());
    }

    /**
     * Draws many small graphs of 20 to 40 nodes in four equal blocks, marked by four noisy colours.
     * The class of a graph is how its blocks mix: edges run mostly within blocks (0), anywhere (1)
     * or mostly between them (2); colours and numbers of edges say nothing of it.
     *
     * @param graphs 1 to 100,000
     * @param seed other seed, other graphs
     */
    public static GraphSet collection(int graphs, long seed) {
        if (graphs < 1 || graphs > 100_000) {
            throw new IllegalArgumentException(
                    "A collection has 1 to 100,000 graphs, got " + graphs);
        }
        List<Graph> all = new ArrayList<>();
        int[] labels = new int[graphs];
        for (int i = 0; i < graphs; i++) {
            labels[i] = i % 3;
            all.add(small(labels[i], Randomness.at(seed, i)));
        }
        return GraphSet.of(
                all,
                new Labels(labels, List.of("within", "anywhere", "between")),
                "Blocks, %d graphs of 20 to 40 nodes, 3 ways of mixing, seed %d"
                        .formatted(graphs, seed));
    }

    private static Graph small(int mixing, RandomGenerator random) {
        int n = 20 + random.nextInt(21);
        int[] block = IntStream.range(0, n).map(i -> i % COLOURS).toArray();
        float[] features = new float[n * COLOURS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (noise(random) * 0.5);
        }
        for (int node = 0; node < n; node++) {
            features[node * COLOURS + block[node]] += 1;
        }
        double inner = new double[] {3, 1, 0.25}[mixing]; // of 4 neighbours, a quarter is chance
        double size = (double) n / COLOURS;
        return linked(
                COLOURS, features, block, inner / (size - 1), (4 - inner) / (n - size), random);
    }

    private static Graph linked(
            int dimension,
            float[] features,
            int[] block,
            double within,
            double between,
            RandomGenerator random) {
        IntList ends = new IntList();
        IntList otherEnds = new IntList();
        if (block.length > FEW_NODES) {
            leap(block, within, between, random, ends, otherEnds);
        } else {
            visit(block, within, between, random, ends, otherEnds);
        }
        return Graph.undirected(dimension, features, ends.toArray(), otherEnds.toArray());
    }

    private static void visit(
            int[] block,
            double within,
            double between,
            RandomGenerator random,
            IntList ends,
            IntList otherEnds) {
        for (int v = 0; v < block.length; v++) {
            for (int u = 0; u < v; u++) {
                if (random.nextDouble() < (block[u] == block[v] ? within : between)) {
                    ends.add(u);
                    otherEnds.add(v);
                }
            }
        }
    }

    /**
     * The same distribution in time of the edges: leaps from one pair that may be an edge to the
     * next, as if all were as likely as the likeliest, and drops those that are less likely.
     */
    private static void leap(
            int[] block,
            double within,
            double between,
            RandomGenerator random,
            IntList ends,
            IntList otherEnds) {
        double likeliest = Math.max(within, between);
        double scale = 1 / StrictMath.log1p(-likeliest); // 0 if every pair is an edge
        long u = -1;
        int v = 1;
        while (true) {
            u += 1 + (long) (StrictMath.log1p(-random.nextDouble()) * scale);
            while (u >= v) {
                u -= v++;
                if (v >= block.length) {
                    return;
                }
            }
            double p = block[(int) u] == block[v] ? within : between;
            if (random.nextDouble() * likeliest < p) {
                ends.add((int) u);
                otherEnds.add(v);
            }
        }
    }

    private static float[] features(int[] block, int blocks, RandomGenerator random) {
        double[][] means = new double[blocks][FEATURES];
        for (double[] mean : means) {
            for (int i = NUISANCES; i < FEATURES; i++) {
                mean[i] = random.nextBoolean() ? SIGNAL : -SIGNAL;
            }
        }
        float[] features = new float[block.length * FEATURES];
        for (int i = 0; i < features.length; i++) {
            int column = i % FEATURES;
            double noise = noise(random) * (column < NUISANCES ? NUISANCE : 1);
            features[i] = (float) (means[block[i / FEATURES]][column] + noise);
        }
        return features;
    }

    /** Close to N(0, 1), from additions alone: the same bits on every machine. */
    private static double noise(RandomGenerator random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
