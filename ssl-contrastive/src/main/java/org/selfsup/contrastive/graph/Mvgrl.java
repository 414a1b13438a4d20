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
import org.selfsup.encoder.TwoViewEncoder;
import org.selfsup.loss.DgiLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * MVGRL, or CMC-Graph: the nodes of a graph fit the summary of its diffusion, and those of the
 * diffusion the summary of the graph.
 *
 * <pre>{@code
 * H_a = f(X, A),   H_b = g(X, S),   s = sigmoid(mean of the nodes)
 * maximise 1/N sum_i ( MI(h_a,i, s_b) + MI(h_b,i, s_a) )                  (section 3.3)
 * h_i = h_a,i + h_b,i
 * }</pre>
 *
 * <p>MI is the Jensen-Shannon estimate, {@link DgiLoss}; negatives are the nodes of either view
 * with the features of others.
 *
 * <p>Input: four views of a graph, four arrays each, as {@link #views} makes them. The encoders f
 * and g give {@code (N, d)} and share nothing; they and W of the discriminator are trained. After
 * training the {@link TwoViewEncoder} gives the representation of nodes, from graph and diffusion.
 *
 * <p>As in the authors' code for nodes the discriminator is h' W s, where the paper has inner
 * products of two more MLPs. Differs from both: the whole graph is seen, not 2,000 of its nodes at
 * a time, with the largest values of the diffusion rather than all; and the two views are corrupted
 * by a permutation each.
 *
 * <p>Use it for one graph whose neighbours are alike, where a diffusion can be computed. {@link
 * DeepGraphInfomax} is its one-view case at less than half the cost.
 *
 * <p>Hassani and Khasahmadi 2020, <a href="https://arxiv.org/abs/2006.05582">Contrastive Multi-View
 * Representation Learning on Graphs</a>.
 */
public final class Mvgrl implements PretextTask {

    private static final int VIEWS = 4;

    private final Networks networks;
    private final TwoViewEncoder encoder;
    private final SummaryFit fit;
    private final DgiLoss loss = new DgiLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f and g; each one graph convolution of 512 units with a PReLU in the paper,
     *     that of g taking weights as they are
     * @param discriminator W, {@code (g, d) -> (g, d)}; a linear layer without bias
     */
    public Mvgrl(TwoViewEncoder encoder, Block discriminator) {
        this.encoder = encoder;
        networks = new Networks().add("encoder", encoder).add("discriminator", discriminator);
        fit = new SummaryFit(discriminator);
    }

    /**
     * Graph and diffusion, then both between nodes that have changed their features around.
     *
     * @param diffusion such as {@link org.selfsup.augment.Diffusion#fixed} gives
     */
    public static GraphViews views(GraphTransform diffusion) {
        GraphTransform shuffled = new ShuffleNodes();
        return new GraphViews(GraphTransform.NONE, diffusion, shuffled, shuffled.then(diffusion));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = GraphBatch.views(batch);
        if (views.size() != VIEWS) {
            throw new IllegalArgumentException(
                    "MVGRL sees a graph, its diffusion, and both corrupted: expected four views, got %d"
                            .formatted(views.size()));
        }
        GraphBatch graph = views.get(0);
        NDArray a = TwoViews.embed(pass, encoder.first(), graph); // (N, d)
        NDArray b = TwoViews.embed(pass, encoder.second(), views.get(1));
        NDArray corruptedA = TwoViews.embed(pass, encoder.first(), views.get(2));
        NDArray corruptedB = TwoViews.embed(pass, encoder.second(), views.get(3));
        NDArray summaryA = fit.summary(pass, a, graph); // (g, d), times W
        NDArray summaryB = fit.summary(pass, b, graph);
        pass.watch(a, b);
        NDArray real = fit.logits(a, summaryB, graph).concat(fit.logits(b, summaryA, graph));
        NDArray corrupted =
                fit.logits(corruptedA, summaryB, graph)
                        .concat(fit.logits(corruptedB, summaryA, graph));
        return loss.evaluate(real, corrupted);
    }
}
