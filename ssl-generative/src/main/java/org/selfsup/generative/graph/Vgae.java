package org.selfsup.generative.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.VariationalGraphBound;

/**
 * Variational graph autoencoder: every node has a normal distribution, and the inner products of
 * draws tell which nodes are linked.
 *
 * <pre>{@code
 * L = E_q(Z|X,A)[log p(A|Z)] - KL(q(Z|X,A) || p(Z)),   p(A_ij = 1) = sigmoid(z_i . z_j)
 * }</pre>
 *
 * <p>Input: one view of one graph, four arrays, without the edges that are to be predicted. The
 * encoder is all that is trained; after training its means are the embeddings of nodes. The loss is
 * the negative bound with one draw, its terms reported as {@code reconstruction} and {@code kl}:
 * the first a weighted mean over pairs, see {@link EdgeReconstruction}, the second the mean over
 * nodes divided by n once more, as in the authors' code.
 *
 * <p>Differs from the paper in the biases of its graph convolutions, which the authors' code leaves
 * out.
 *
 * <p>Use it to predict links, where it is a little better than {@link Gae}.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>.
 */
public final class Vgae implements PretextTask {

    private final Networks networks;
    private final VariationalGraphBound bound;

    /**
     * Puts the parts together.
     *
     * @param encoder a graph to a distribution of {@code (n, d)}; in the paper {@link
     *     VariationalGraphEncoder#gcn} of 32 and 16 units
     * @param reconstruction which pairs are asked for; all in the paper
     */
    public Vgae(VariationalGraphEncoder encoder, EdgeReconstruction reconstruction) {
        bound = new VariationalGraphBound(encoder, reconstruction);
        networks = new Networks().add("encoder", encoder);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From a graph to the means of the nodes' distributions, {@code (n, d)}. */
    @Override
    public Block encoder() {
        return bound.encoder().means();
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return bound.evaluate(pass, GraphBatch.only(batch)).loss();
    }
}
