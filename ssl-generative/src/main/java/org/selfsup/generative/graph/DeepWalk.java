package org.selfsup.generative.graph;

import java.util.function.Consumer;
import org.selfsup.data.Graph;
import org.selfsup.data.RandomWalks;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.OutputLayer;

/**
 * DeepWalk: walks along the edges are sentences, nodes are words, skip-gram does the rest.
 *
 * <pre>{@code
 * for each of gamma passes, for each node v in random order:
 *   walk of t nodes from v;  maximise  sum_i sum_{-w <= j <= w, j != 0} log p(v_{i+j} | v_i)   (algorithms 1 and 2)
 * }</pre>
 *
 * <p>Input: a graph; only its edges are used, not the features. Output: {@code (n, d)}, one vector
 * a node, in the order of the nodes. Trained are that table and the rows of the output layer. A
 * pass is an epoch to listeners, whose loss is that of other walks. Walks are drawn when they are
 * learnt from, so memory does not grow with their number. The Huffman tree and the noise rest on
 * the visits of the first pass.
 *
 * <p>For graphs whose classes are communities. A new node has no vector, one without edges keeps
 * that of its initialisation. With one thread the same seed gives the same bits, with more it does
 * not (see {@link org.selfsup.generative.context.EmbeddingTraining}).
 *
 * <p>Perozzi, Al-Rfou and Skiena 2014, <a href="https://arxiv.org/abs/1403.6652">DeepWalk: Online
 * Learning of Social Representations</a>.
 */
public final class DeepWalk {

    private final OutputLayer layer;
    private final Config config;

    /**
     * Options.
     *
     * @param dimension d, at least 1
     * @param walks gamma, from each node, at least 1
     * @param length t, nodes in a walk, at least 2
     * @param window w, at least 1
     * @param learningRate at the start, falling linearly
     */
    public record Config(int dimension, int walks, int length, int window, double learningRate) {

        /** Section 5 of the paper and the authors' code: gamma = 80, w = 10, d = 128, t = 40. */
        public static final Config PAPER = new Config(128, 80, 40, 10, 0.025);

        /** Checks the ranges, but for the learning rate. */
        public Config {
            if (dimension < 1 || walks < 1 || length < 2 || window < 1) {
                throw new IllegalArgumentException(
                        "Vectors of nodes have at least 1 value, 1 walk of 2 nodes and a window of 1, got %d, %d of %d and %d"
                                .formatted(dimension, walks, length, window));
            }
        }

        /** Other d. */
        public Config withDimension(int other) {
            return new Config(other, walks, length, window, learningRate);
        }

        /** Other walks. */
        public Config withWalks(int number, int nodes) {
            return new Config(dimension, number, nodes, window, learningRate);
        }

        /** Other w. */
        public Config withWindow(int other) {
            return new Config(dimension, walks, length, other, learningRate);
        }

        /** Other rate. */
        public Config withLearningRate(double other) {
            return new Config(dimension, walks, length, window, other);
        }
    }

    /**
     * Puts the method together.
     *
     * @param layer {@link org.selfsup.generative.context.HierarchicalSoftmax}, the paper's, or
     *     {@link org.selfsup.generative.context.NegativeSampling}
     * @param config options
     */
    public DeepWalk(OutputLayer layer, Config config) {
        this.layer = layer;
        this.config = config;
    }

    /**
     * Learns a vector of each node.
     *
     * @param graph an undirected one has every edge in both directions; of weights, walks take the
     *     heavy edges more often
     * @param seed other seed, other vectors
     * @param threads at least 1; with 1 the same seed gives the same bits
     * @param listener told before the first pass and after each
     * @return {@code (n, d)}, without labels
     * @throws IllegalArgumentException if the graph has fewer than two nodes, or training diverges
     */
    public Features train(Graph graph, long seed, int threads, Consumer<EpochReport> listener) {
        return new WalkTraining(new RandomWalks(graph), graph.nodes(), seed)
                .learn(layer, config, threads, listener);
    }
}
