package org.selfsup.generative.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Graph autoencoder: embeddings of nodes whose inner products tell which nodes are linked.
 *
 * <pre>{@code
 * Z = GCN(X, A),   p(A_ij = 1) = sigmoid(z_i . z_j)       (section 2, "non-probabilistic GAE")
 * }</pre>
 *
 * <p>Input: one view of one graph, four arrays, without the edges that are to be predicted. The
 * encoder gives {@code (n, d)} and is all that is trained; the loss is the cross entropy of edges,
 * see {@link EdgeReconstruction}.
 *
 * <p>Differs from the paper in the biases of its graph convolutions, which the authors' code leaves
 * out.
 *
 * <p>Use it to predict links. Its last layer is to be linear and narrow: inner products of what a
 * ReLU gives are never negative. Features tell classes of nodes less well than those of contrast
 * do.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>.
 */
public final class Gae implements PretextTask {

    private final Networks networks;
    private final Block encoder;
    private final EdgeReconstruction reconstruction;

    /**
     * Puts the parts together.
     *
     * @param encoder a graph to {@code (n, d)}; in the paper two graph convolutions of 32 and 16
     *     units
     * @param reconstruction which pairs are asked for; all in the paper
     */
    public Gae(Block encoder, EdgeReconstruction reconstruction) {
        this.encoder = encoder;
        this.reconstruction = reconstruction;
        networks = new Networks().add("encoder", encoder);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        GraphBatch graph = GraphBatch.only(batch);
        NDArray z = pass.forward(encoder, graph.toList()).singletonOrThrow(); // (n, d)
        pass.watch(z);
        return reconstruction.evaluate(pass, z, graph);
    }
}
