package org.selfsup.generative.graph;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.selfsup.data.AliasTable;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.Context;
import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.NegativeSampling;
import org.selfsup.generative.context.OutputLayer;
import org.selfsup.generative.context.Sequences;

/**
 * LINE: vectors of nodes from single edges; linked nodes are alike, and so are those that are
 * linked to the same ones.
 *
 * <pre>{@code
 * first order    O_1 = - sum over edges of w_ij log sigmoid(u_i . u_j)                        (eq. 3)
 * second order   O_2 = - sum over edges of w_ij log( exp(u'_j . u_i) / sum_k exp(u'_k . u_i) )  (eq. 6)
 * both by        log sigmoid(u'_j . u_i) + sum_K log sigmoid(-u'_n . u_i),   n ~ degree^(3/4)   (eq. 7)
 * }</pre>
 *
 * <p>Input: a graph; only its edges are used. Output: {@code (n, d)} of one order, or of both side
 * by side, each of length 1, {@code (n, 2 d)}. Edges are drawn by their weight, so that no step is
 * longer for a heavy one. Trained are one table for the first order, two for the second. An epoch
 * draws as many edges as there are.
 *
 * <p>Fast, for very large graphs; on sparse ones walks say more ({@link DeepWalk}). The paper links
 * nodes of few edges to their neighbours' neighbours, which is left to the user. With one thread
 * the same seed gives the same bits, with more it does not.
 *
 * <p>Tang et al. 2015, <a href="https://arxiv.org/abs/1503.03578">LINE: Large-scale Information
 * Network Embedding</a>.
 */
public final class Line {

    /** From where an edge starts to where it ends. */
    private static final Context ALONG =
            (edge, length, place, random, prediction) -> {
                if (place == 0) {
                    prediction.of(edge, 1, edge[1]);
                }
            };

    private static final int MOST_TESTED = 10_000;

    private final Config config;
    private final OutputLayer layer;

    /**
     * Options.
     *
     * @param dimension d of each order, at least 1
     * @param epochs times that as many edges are drawn as there are, at least 1
     * @param negatives K, at least 1
     * @param learningRate at the start, falling linearly
     */
    public record Config(int dimension, int epochs, int negatives, double learningRate) {

        /** Section 5.1 of the paper, which does not name the epochs: d = 128, K = 5, 0.025. */
        public static final Config PAPER = new Config(128, 100, 5, 0.025);

        /** Checks the range that nothing else checks. */
        public Config {
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "Vectors of nodes have at least 1 value, got " + dimension);
            }
        }

        /** Other d. */
        public Config withDimension(int other) {
            return new Config(other, epochs, negatives, learningRate);
        }

        /** Other epochs. */
        public Config withEpochs(int other) {
            return new Config(dimension, other, negatives, learningRate);
        }
    }

    /** Puts the method together. */
    public Line(Config config) {
        this.config = config;
        this.layer = new NegativeSampling(config.negatives);
    }

    /**
     * Learns both orders, the first one first.
     *
     * @param graph an undirected one has every edge in both directions
     * @param seed other seed, other vectors
     * @param threads at least 1; with 1 the same seed gives the same bits
     * @param listener told of each order before the first epoch and after each
     * @return {@code (n, 2 d)}, without labels
     * @throws IllegalArgumentException if fewer than two nodes have an edge, or training diverges
     */
    public Features train(Graph graph, long seed, int threads, Consumer<EpochReport> listener) {
        float[][] first = learn(graph, true, seed, threads, listener);
        float[][] second = learn(graph, false, seed, threads, listener);
        float[][] both = new float[first.length][];
        for (int i = 0; i < both.length; i++) {
            both[i] = Arrays.copyOf(unit(first[i]), 2 * config.dimension);
            System.arraycopy(unit(second[i]), 0, both[i], config.dimension, config.dimension);
        }
        return WalkTraining.features(both);
    }

    /** Learns the first order alone, {@code (n, d)}; see {@link #train}. */
    public Features firstOrder(
            Graph graph, long seed, int threads, Consumer<EpochReport> listener) {
        return WalkTraining.features(learn(graph, true, seed, threads, listener));
    }

    /** Learns the second order alone, {@code (n, d)}; see {@link #train}. */
    public Features secondOrder(
            Graph graph, long seed, int threads, Consumer<EpochReport> listener) {
        return WalkTraining.features(learn(graph, false, seed, threads, listener));
    }

    private float[][] learn(
            Graph graph, boolean first, long seed, int threads, Consumer<EpochReport> listener) {
        if (graph.edges() == 0) {
            throw new IllegalArgumentException("LINE learns from edges, but there are none");
        }
        int d = config.dimension;
        long place = Randomness.seed(seed, first ? "first order" : "second order");
        OutputLayer.Questions questions = layer.over(degrees(graph));
        float[][] vectors = EmbeddingTraining.uniform(graph.nodes(), d, 0.5 / d, place);
        float[] kept = new float[graph.nodes()];
        Arrays.fill(kept, 1);
        Sequences edges = new Edges(graph, graph.edges(), Randomness.seed(place, "edges"));
        Sequences tests =
                new Edges(
                        graph,
                        Math.min(MOST_TESTED, graph.edges()),
                        Randomness.seed(place, "test edges"));
        new EmbeddingTraining(
                        ALONG,
                        questions,
                        vectors,
                        first ? vectors : new float[graph.nodes()][d],
                        null,
                        kept)
                .run(
                        edges,
                        new EmbeddingTraining.Plan(
                                config.epochs, config.learningRate, place, threads),
                        tests,
                        listener);
        return vectors;
    }

    /** Weights of the edges that leave each node, as whole numbers: only their ratios matter. */
    private static long[] degrees(Graph graph) {
        double[] degrees = new double[graph.nodes()];
        for (int edge = 0; edge < graph.edges(); edge++) {
            degrees[graph.sources()[edge]] += graph.weight(edge);
        }
        double unit = (1L << 40) / Arrays.stream(degrees).sum();
        return Arrays.stream(degrees).mapToLong(degree -> Math.round(unit * degree)).toArray();
    }

    private static float[] unit(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        float[] unit = vector.clone();
        for (int i = 0; i < unit.length && sum > 0; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(sum));
        }
        return unit;
    }

    /** Edges drawn by their weight. */
    private static final class Edges implements Sequences {

        private final Graph graph;
        private final int size;
        private final long seed;
        private final AliasTable table;

        Edges(Graph graph, int size, long seed) {
            this.graph = graph;
            this.size = size;
            this.seed = seed;
            double[] weights = new double[graph.edges()];
            Arrays.setAll(weights, edge -> graph.weight(edge));
            table = new AliasTable(weights);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int[] get(int epoch, int index) {
            RandomGenerator random = Randomness.at(seed, epoch, index);
            int edge = table.draw(random);
            return new int[] {graph.sources()[edge], graph.targets()[edge]};
        }
    }
}
