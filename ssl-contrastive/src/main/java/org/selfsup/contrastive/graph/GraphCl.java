package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.augment.DropNodes;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.MaskNodes;
import org.selfsup.augment.PerturbEdges;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GraphCL: two changed copies of a graph shall be nearer to each other than to those of all other
 * graphs in the batch.
 *
 * <pre>{@code
 * z_n,i = g(f(G_n,i)),   z_n,j = g(f(G_n,j))                              (section 3.2)
 * l_n = -log( exp(sim(z_n,i, z_n,j) / t) / sum_{n' != n} exp(sim(z_n,i, z_n',j) / t) )   (eq. 3)
 * }</pre>
 *
 * <p>Input: two views of g graphs, four arrays each; graph n of both is the same sample. The paper
 * changes a fifth of it, for each view by one of (table 1) {@link DropNodes}, {@link PerturbEdges},
 * {@link MaskNodes} and {@link RandomWalkSubgraph}, drawn by {@link GraphTransform#oneOf}. The
 * encoder f gives {@code (g, d)}, the projector {@code (g, p)}. Both are trained; after training f
 * gives the representation of graphs.
 *
 * <p>Differs from the paper: the loss is NT-Xent as SimCLR has it, which also counts the graphs of
 * the same view as negatives and the positive in the denominator, for both views alike; eq. 3 takes
 * the other view alone.
 *
 * <p>Use it on collections of small graphs. What the views change is lost: dropping an atom may
 * turn a molecule into one of another class.
 *
 * <p>You et al. 2020, <a href="https://arxiv.org/abs/2010.13902">Graph Contrastive Learning with
 * Augmentations</a>.
 */
public final class GraphCl implements PretextTask {

    private final Networks networks;
    private final Sequence network;
    private final NtXentLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder f, graphs to {@code (g, d)}; GIN with the sums over the nodes of all its
     *     layers in the paper
     * @param projector {@code (g, d) -> (g, p)}; an MLP with one hidden layer in the paper
     * @param loss NT-Xent with its temperature; 0.2 in the paper's code
     */
    public GraphCl(Block encoder, Block projector, NtXentLoss loss) {
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
