package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.HopRing;
import org.selfsup.augment.RootNode;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.DgiLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Context prediction: tell whether a neighbourhood and a ring around it belong to the same node.
 *
 * <pre>{@code
 * h_v = f(neighbourhood of v, to K steps)_v
 * c_v = mean over the nodes a from r1 to K steps of f'(ring around v, from r1 to r2 steps)_a
 * sigmoid( h_v' c_v' ) = 1 if v and v' are the same node, else 0          (section 3.1.1)
 * }</pre>
 *
 * <p>The loss is the mean cross entropy; there is one negative for each positive, the ring of the
 * next graph in the batch.
 *
 * <p>Input: three views of g graphs, four arrays each, as {@link #views} makes them: around a
 * random node of each the neighbourhood, the ring, and the nodes of both. f is the network on the
 * nodes of the encoder, f' a network of its own; either gives {@code (n, d)}. Both are trained;
 * after training the encoder gives the representation of graphs.
 *
 * <p>A node without a ring, as in small graphs, gives scores of 0 and so no gradient. Differs from
 * the paper: the loss is a mean over both kinds, half of what its code has.
 *
 * <p>Use it on graphs wider than r2; K is the number of layers. Molecules of a few rings want a
 * smaller r1 and r2 than the paper's 4 and 7.
 *
 * <p>Hu et al. 2020, <a href="https://arxiv.org/abs/1905.12265">Strategies for Pre-training Graph
 * Neural Networks</a>.
 */
public final class GnnContextPrediction implements PretextTask {

    private static final int VIEWS = 3;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def roots(self, h: Tensor, sizes: Tensor) -> Tensor:
                      return torch.index_select(h, 0, torch.sub(torch.cumsum(sizes, 0), sizes))
                    def anchors(self, c: Tensor, sizes: Tensor, counts: Tensor) -> Tensor:
                      skipped = torch.cumsum(torch.sub(sizes, counts), 0)
                      before = torch.sub(skipped, torch.sub(sizes, counts))
                      shift = torch.repeat_interleave(before, counts, 0)
                      own = torch.sub(torch.cumsum(torch.ones_like(shift), 0), 1)
                      return torch.index_select(c, 0, torch.add(own, shift))
                    def fit(self, h: Tensor, c: Tensor) -> Tensor:
                      return torch.sum(torch.mul(h, c), 1)
                    def next(self, c: Tensor) -> Tensor:
                      return torch.roll(c, [1], [0])
                    """);

    private final Networks networks;
    private final GraphPooling encoder;
    private final Block context;
    private final DgiLoss loss = new DgiLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (g, d)}; GIN with five layers of 300 in the paper
     * @param context f', a graph to {@code (n, d)}; GIN with three layers of 300 in the paper
     */
    public GnnContextPrediction(GraphPooling encoder, Block context) {
        this.encoder = encoder;
        this.context = context;
        networks = new Networks().beside("context", context).add("encoder", encoder);
    }

    /**
     * Neighbourhood, ring, and the nodes of both, around a random node.
     *
     * @param layers K, steps to the end of the neighbourhood
     * @param from r1, steps to the begin of the ring, 1 to K; 4 in the paper
     * @param to r2, steps to its end, at least K; 7 in the paper
     */
    public static GraphViews views(int layers, int from, int to) {
        if (from < 1 || from > layers || to < layers) {
            throw new IllegalArgumentException(
                    "The ring begins within the neighbourhood and ends beyond: expected 1 <= r1 <= K <= r2, got r1 %d, K %d, r2 %d"
                            .formatted(from, layers, to));
        }
        List<GraphTransform> views =
                List.of(new HopRing(0, layers), new HopRing(from, to), new HopRing(from, layers));
        return new GraphViews(RootNode.RANDOM, views);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = GraphBatch.views(batch);
        if (views.size() != VIEWS || views.get(0).sizes().size() < 2) {
            throw new IllegalArgumentException(
                    "Context prediction compares graphs of a batch: expected three views of 2 graphs or more, got %d of %d"
                            .formatted(views.size(), views.get(0).sizes().size()));
        }
        GraphBatch near = views.get(0);
        GraphBatch ring = views.get(1);
        NDArray counts = views.get(2).sizes();
        NDArray neighbours = TwoViews.embed(pass, encoder.nodes(), near); // (n, d)
        NDArray h = OPS.apply("roots", neighbours, near.sizes()); // (g, d)
        NDArray all = TwoViews.embed(pass, context, ring); // (m, d)
        NDArray shared = OPS.apply("anchors", all, ring.sizes(), counts);
        NDArray c = Readout.MEAN.apply(shared, counts); // (g, d)
        pass.watch(h, c);
        return loss.evaluate(OPS.apply("fit", h, c), OPS.apply("fit", h, OPS.apply("next", c)));
    }
}
