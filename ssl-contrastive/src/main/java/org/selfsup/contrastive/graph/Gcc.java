package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.PositionFeatures;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.augment.RootNode;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Queue;

/**
 * GCC: two random walks around one node find subgraphs that are nearer to each other than to those
 * around other nodes, by their structure alone.
 *
 * <pre>{@code
 * L = -log( exp(q . k+ / t) / sum_{i=0..K} exp(q . k_i / t) )             (eq. 1)
 * q = f_q(x_q),   k = f_k(x_k),   theta_k <- m theta_k + (1 - m) theta_q
 * }</pre>
 *
 * <p>Input: two views of n graphs, four arrays each, as {@link #views} makes them; graph i of both
 * is around the same node. The encoder gives {@code (n, d)} and is trained; its momentum encoder
 * and the queue of K keys follow and are part of a checkpoint. After training the encoder gives the
 * representation of any graph with such features: of a whole graph, or of a node by its {@link
 * org.selfsup.data.EgoNetworks}.
 *
 * <p>Differs from the paper: a walk ends when it has met a share of the nodes, see {@link
 * RandomWalkSubgraph}, where the paper's takes a number of steps.
 *
 * <p>Use it for graphs without features, and to carry over from one graph to another. It learns
 * nothing of what nodes are, only of how they are linked. Where batches are large, {@link
 * GccEndToEnd} needs no queue.
 *
 * <p>Qiu et al. 2020, <a href="https://arxiv.org/abs/2006.09963">GCC: Graph Contrastive Coding for
 * Graph Neural Network Pre-Training</a>.
 */
public final class Gcc implements PretextTask {

    private final Networks networks;
    private final Block encoder;
    private final MomentumEncoder keyEncoder;
    private final Queue queue;
    private final InfoNceLoss loss;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension d, that the encoder gives; 64 in the paper
     * @param queue K, keys kept, at least a batch; 16384 in the paper
     * @param temperature t, positive; 0.07 in the paper
     * @param momentum m, share of the key encoder that is kept, 0 to 1; 0.999 in the paper
     */
    public record Config(int dimension, int queue, float temperature, double momentum) {

        /** Section 4.1 of the paper. */
        public static final Config PAPER = new Config(64, 16384, 0.07f, 0.999);
    }

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (n, d)}; GIN with five layers of 64 in the paper, read out by
     *     sums and a linear layer
     * @param config sizes and coefficients
     */
    public Gcc(Block encoder, Config config) {
        this.encoder = encoder;
        this.config = config;
        networks = new Networks().add("encoder", encoder);
        keyEncoder = new MomentumEncoder(encoder);
        queue = new Queue(config.queue(), config.dimension());
        networks.beside("key_encoder", keyEncoder).beside("queue", queue);
        loss = new InfoNceLoss(config.temperature());
    }

    /**
     * The paper's two views: what two walks from the first node of a graph meet.
     *
     * @param root says which node is the first: {@link GraphTransform#NONE} for ego networks,
     *     {@link RootNode#RANDOM} for whole graphs, such as molecules
     * @param walk how much a walk sees; it restarts with probability 0.8 in the paper
     * @param features what the encoder is told of nodes
     */
    public static GraphViews views(
            GraphTransform root, RandomWalkSubgraph walk, PositionFeatures features) {
        GraphTransform view =
                (graph, random) ->
                        features.apply(
                                graph.nodes() == 0 ? graph : walk.around(graph, 0, random), random);
        return new GraphViews(root, List.of(view, view));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = TwoViews.of(batch);
        NDArray q = TwoViews.embed(pass, encoder, views.get(0)); // (n, d)
        NDArray k = TwoViews.embed(pass, keyEncoder, views.get(1)).normalize(2, 1); // no gradient
        pass.watch(q, k);
        pass.afterStep(() -> queue.enqueue(k));
        return loss.evaluate(q, k, queue.rows());
    }

    @Override
    public void afterStep(Pass pass) {
        keyEncoder.update(config.momentum());
    }
}
