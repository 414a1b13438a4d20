package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskNodes;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.MaskedTokenLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Attribute masking: tell the kinds of nodes that are hidden from the rest of their graph.
 *
 * <pre>{@code
 * L = -1/|M| sum_{v in M} log softmax( p(h_v) )[x_v],   h = f(X with the rows of M hidden, A)
 * }</pre>
 *
 * <p>Input: two views of g graphs, four arrays each, as {@link #views} makes them: the graphs, and
 * the same with the features of the nodes M set to 0. The kind x_v of a node is the place of its
 * largest feature, for features that are one-hot; a node without features is not asked for. f is
 * the network on the nodes, {@code (n, d)}, p gives {@code (n, kinds)}. Both are trained; after
 * training the encoder, which reads f out, gives the representation of graphs.
 *
 * <p>Differs from the paper: edges have no kinds here and are not masked, and a hidden node has no
 * features rather than a kind of its own.
 *
 * <p>Use it on molecules and the like, where nodes have kinds and neighbours restrict them; where
 * one kind is most of the nodes, there is little to learn.
 *
 * <p>Hu et al. 2020, <a href="https://arxiv.org/abs/1905.12265">Strategies for Pre-training Graph
 * Neural Networks</a>, section 3.1.2.
 */
public final class AttributeMasking implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def hidden(self, x: Tensor, seen: Tensor) -> Tuple[Tensor, Tensor]:
                      kinds = torch.argmax(x, 1)
                      changed = torch.any(torch.ne(x, seen), 1)
                      return (torch.unsqueeze(kinds, 0), torch.unsqueeze(changed, 0))
                    """);

    private final Networks networks;
    private final GraphPooling encoder;
    private final Block head;
    private final MaskedTokenLoss loss = new MaskedTokenLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (g, d)}; GIN with five layers of 300 in the paper
     * @param head p, {@code (n, d) -> (n, kinds)}, as many kinds as a node has features; a linear
     *     layer in the paper
     */
    public AttributeMasking(GraphPooling encoder, Block head) {
        this.encoder = encoder;
        this.head = head;
        networks = new Networks().add("encoder", encoder).add("head", head);
    }

    /**
     * Graphs, and the same with hidden nodes.
     *
     * @param share of the nodes that are hidden, 0 to 1; 0.15 in the paper
     */
    public static GraphViews views(double share) {
        return new GraphViews(GraphTransform.NONE, new MaskNodes(share));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = TwoViews.of(batch);
        GraphBatch masked = views.get(1);
        NDArray h = TwoViews.embed(pass, encoder.nodes(), masked); // (n, d)
        pass.watch(h);
        NDArray logits = pass.forward(head, h).expandDims(0); // (1, n, kinds)
        NDList hidden = OPS.call("hidden", views.get(0).features(), masked.features()); // (1, n)
        return loss.evaluate(logits, hidden.get(0), hidden.get(1));
    }
}
