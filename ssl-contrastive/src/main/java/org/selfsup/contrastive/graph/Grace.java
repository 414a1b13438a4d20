package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GRACE: a node in one view of the graph shall be nearer to itself in another view than to all
 * other nodes in both.
 *
 * <pre>{@code
 * U = f(G_1),  V = f(G_2),   s(u, v) = cos(g(u), g(v))                            (section 3.2)
 * l(u_i, v_i) = -log( exp(s(u_i, v_i) / t) / ( exp(s(u_i, v_i) / t)
 *     + sum_{k != i} exp(s(u_i, v_k) / t) + sum_{k != i} exp(s(u_i, u_k) / t) ) )      (eq. 1)
 * J = 1 / 2N  sum_i ( l(u_i, v_i) + l(v_i, u_i) )                                 (eq. 2)
 * }</pre>
 *
 * <p>J is NT-Xent of the N nodes: the mean over both views with 2N - 2 negatives each.
 *
 * <p>Input: two views of a graph, four arrays each, with the same N nodes in the same order: edges
 * may be dropped and features masked, nodes may not. The encoder f gives {@code (N, d)}, the
 * projector g {@code (N, p)}. Both are trained; after training f gives the representation of nodes.
 *
 * <p>Use it for one graph of some thousand nodes: the loss takes memory for all 4 N N pairs. The
 * two views want different rates; dropping all alike, or little, lowers what is learnt.
 *
 * <p>Zhu et al. 2020, <a href="https://arxiv.org/abs/2006.04131">Deep Graph Contrastive
 * Representation Learning</a>.
 */
public final class Grace implements PretextTask {

    private final Networks networks;
    private final Sequence network;
    private final NtXentLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder f, a graph to {@code (N, d)}; two graph convolutions in the paper
     * @param projector g, {@code (N, d) -> (N, p)}; an MLP with one hidden layer in the paper
     * @param loss NT-Xent with its temperature; 0.4 on Cora in the paper
     */
    public Grace(Block encoder, Block projector, NtXentLoss loss) {
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return TwoViews.compare(pass, batch, network, loss::evaluate);
    }
}
