package org.selfsup.generative.graph;

import java.util.function.Consumer;
import org.selfsup.data.Graph;
import org.selfsup.data.RandomWalks;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.OutputLayer;

/**
 * node2vec: {@link DeepWalk} with walks that prefer to stay near or to go far.
 *
 * <pre>{@code
 * P(x | v, came from t) ~ a w(v, x),   a = 1/p if x = t,  1 if t has an edge to x,  1/q otherwise   (section 3.2)
 * maximise  sum_u sum_{n in N(u)} log p(n | f(u))                                                  (eq. 1)
 * }</pre>
 *
 * <p>Input, output and what is trained are those of {@link DeepWalk}; with p = q = 1 so are the
 * walks. A large q keeps walks around their start, a small one leads them away; a small p lets them
 * turn back. The paper chooses both on labels, among 1/4, 1/2, 1, 2 and 4: no choice is best
 * everywhere. Walks are those of {@link RandomWalks}, without a table of all pairs.
 *
 * <p>Grover and Leskovec 2016, <a href="https://arxiv.org/abs/1607.00653">node2vec: Scalable
 * Feature Learning for Networks</a>.
 */
public final class Node2Vec {

    private final OutputLayer layer;
    private final Config config;

    /**
     * Options.
     *
     * @param p return parameter, positive: the larger, the rarer a step back
     * @param q in-out parameter, positive: the larger, the nearer a walk stays
     * @param walks those of the walks and vectors
     */
    public record Config(double p, double q, DeepWalk.Config walks) {

        /** Section 4.3 of the paper: d = 128, r = 10 walks of l = 80 nodes, k = 10; p = q = 1. */
        public static final Config PAPER =
                new Config(1, 1, new DeepWalk.Config(128, 10, 80, 10, 0.025));

        /** Checks p and q. */
        public Config {
            RandomWalks.requireBias(p, q);
        }

        /** Other p and q. */
        public Config withBias(double otherP, double otherQ) {
            return new Config(otherP, otherQ, walks);
        }

        /** Other walks and vectors. */
        public Config withWalks(DeepWalk.Config other) {
            return new Config(p, q, other);
        }
    }

    /**
     * Puts the method together.
     *
     * @param layer {@link org.selfsup.generative.context.NegativeSampling}, the paper's, or {@link
     *     org.selfsup.generative.context.HierarchicalSoftmax}
     * @param config options
     */
    public Node2Vec(OutputLayer layer, Config config) {
        this.layer = layer;
        this.config = config;
    }

    /**
     * Learns a vector of each node; see {@link DeepWalk#train}.
     *
     * @return {@code (n, d)}, without labels
     * @throws IllegalArgumentException if p or q is not positive, the graph has fewer than two
     *     nodes, or training diverges
     */
    public Features train(Graph graph, long seed, int threads, Consumer<EpochReport> listener) {
        RandomWalks walks = new RandomWalks(graph, config.p, config.q);
        return new WalkTraining(walks, graph.nodes(), seed)
                .learn(layer, config.walks, threads, listener);
    }
}
