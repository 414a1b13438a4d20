package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.MutualInformationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * InfoGraph: the nodes of a graph tell of their own graph, and not of the others in the batch.
 *
 * <pre>{@code
 * maximise sum_G 1/|G| sum_{u in G} I( h_u ; H(G) )                        (section 3)
 * I = E_P[ -sp(-T(h_u, H(G))) ] - E_{P x P~}[ sp(T(h_u', H(G))) ],   sp(z) = log(1 + e^z)
 * T(h, H) = p(h) . q(H)
 * }</pre>
 *
 * <p>Input: one view of g graphs, four arrays. The nodes of all layers {@code (n, d)} and their
 * readout {@code (g, d)} come from one pass of the encoder; the heads p and q give as many features
 * as one another. All are trained; after training the encoder gives the representation of graphs.
 *
 * <p>As in the authors' code either expectation is a mean over the pairs of the whole batch, so
 * that a large graph weighs more than a small one; the estimate is shifted to be 0 at scores of 0.
 *
 * <p>Use it on collections of small graphs; the scores take memory for n g pairs. Graphs of one
 * class are negatives of one another, and sums of an untrained GIN are already strong features:
 * look at the figure beside.
 *
 * <p>Sun et al. 2020, <a href="https://arxiv.org/abs/1908.01000">InfoGraph: Unsupervised and
 * Semi-supervised Graph-Level Representation Learning via Mutual Information Maximization</a>.
 */
public final class InfoGraph implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def scores(self, p: Tensor, q: Tensor, sizes: Tensor) -> Tuple[Tensor, Tensor]:
                      all = torch.matmul(p, torch.t(q))
                      graphs = torch.cumsum(torch.ones_like(sizes), 0)
                      segments = torch.repeat_interleave(graphs, sizes, 0)
                      own = torch.eq(torch.unsqueeze(segments, 1), torch.unsqueeze(graphs, 0))
                      return (torch.masked_select(all, own), torch.masked_select(all, torch.logical_not(own)))
                    """);

    private final Networks networks;
    private final GraphPooling encoder;
    private final Block local;
    private final Block global;
    private final MutualInformationLoss loss = new MutualInformationLoss.JensenShannon();

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (g, d)}; GIN with the sums over the nodes of all its layers
     *     in the paper
     * @param local p, {@code (n, d) -> (n, k)}; an MLP in the paper
     * @param global q, {@code (g, d) -> (g, k)}; an MLP in the paper
     */
    public InfoGraph(GraphPooling encoder, Block local, Block global) {
        this.encoder = encoder;
        this.local = local;
        this.global = global;
        networks =
                new Networks().add("encoder", encoder).beside("local", local).add("global", global);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = GraphBatch.views(batch);
        GraphBatch graphs = views.get(0);
        if (views.size() != 1 || graphs.sizes().size() < 2) {
            throw new IllegalArgumentException(
                    "InfoGraph compares the graphs of a batch, seen once: expected one view of 2 graphs or more, got %d of %d"
                            .formatted(views.size(), graphs.sizes().size()));
        }
        NDArray nodes = TwoViews.embed(pass, encoder.nodes(), graphs); // (n, d)
        NDArray whole = encoder.readout().apply(nodes, graphs.sizes()); // (g, d)
        pass.watch(whole);
        NDArray p = pass.forward(local, nodes); // (n, k)
        NDArray q = pass.forward(global, whole); // (g, k)
        NDList scores = OPS.call("scores", p, q, graphs.sizes()); // (n), (n (g - 1))
        return loss.terms(scores.get(0), scores.get(1)).loss();
    }
}
