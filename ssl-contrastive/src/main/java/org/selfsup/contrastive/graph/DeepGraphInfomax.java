package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.ShuffleNodes;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.DgiLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Deep Graph Infomax: tell the nodes of a graph from those of its corruption by how they fit the
 * summary of the graph.
 *
 * <pre>{@code
 * H = f(X, A),   H~ = f(X~, A~)
 * s = sigmoid( 1/N sum_i h_i )                                    (section 4.2)
 * D(h, s) = sigmoid( h' W s )
 * L = -1/2N ( sum_i log D(h_i, s) + sum_j log(1 - D(h~_j, s)) )            (eq. 1)
 * }</pre>
 *
 * <p>Input: two views of a graph, four arrays each, as {@link #views} makes them: the graph, and
 * its corruption. Several graphs in a batch have a summary each. The encoder f gives {@code (N,
 * d)}; it and W are trained. After training f gives the representation of nodes.
 *
 * <p>Use it for one graph whose neighbours are alike: time and memory grow with nodes and edges
 * only. The graph is summed up in one vector, so that with few steps little but the commonest
 * pattern is learnt. Bags of words want {@link org.selfsup.augment.NormalizeFeatures} first.
 *
 * <p>Velickovic et al. 2019, <a href="https://arxiv.org/abs/1809.10341">Deep Graph Infomax</a>.
 */
public final class DeepGraphInfomax implements PretextTask {

    private final Networks networks;
    private final Block encoder;
    private final SummaryFit fit;
    private final DgiLoss loss = new DgiLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f, a graph to {@code (N, d)}; one graph convolution of 512 units with a PReLU
     *     in the paper
     * @param discriminator W, {@code (g, d) -> (g, d)}; a linear layer without bias in the paper
     */
    public DeepGraphInfomax(Block encoder, Block discriminator) {
        this.encoder = encoder;
        networks = new Networks().add("encoder", encoder).add("discriminator", discriminator);
        fit = new SummaryFit(discriminator);
    }

    /** The graph, and the same edges between nodes that have changed their features around. */
    public static GraphViews views() {
        return new GraphViews(GraphTransform.NONE, new ShuffleNodes());
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = TwoViews.of(batch);
        GraphBatch graph = views.get(0);
        NDArray h = TwoViews.embed(pass, encoder, graph); // (N, d)
        NDArray corrupted = TwoViews.embed(pass, encoder, views.get(1)); // (N, d)
        NDArray summary = fit.summary(pass, h, graph); // (g, d), times W
        pass.watch(h);
        return loss.evaluate(
                fit.logits(h, summary, graph), fit.logits(corrupted, summary, views.get(1)));
    }
}
