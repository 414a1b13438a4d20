package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GCC end to end: the negatives of a query are the keys of the others in its batch, and gradients
 * flow into queries and keys.
 *
 * <pre>
 * {@code L = mean_i -log( exp(q_i . k_i / t) / sum_j exp(q_i . k_j / t) )    (section 3.3, E2E) }
 * </pre>
 *
 * <p>Input: two views of n graphs, four arrays each, as {@link Gcc#views} makes them. The encoder
 * gives {@code (n, d)}; nothing else is trained and nothing follows.
 *
 * <p>Use it where batches are large; the paper's are of 1024. {@link Gcc} has more negatives in
 * smaller batches.
 *
 * <p>Qiu et al. 2020, <a href="https://arxiv.org/abs/2006.09963">GCC: Graph Contrastive Coding for
 * Graph Neural Network Pre-Training</a>.
 */
public final class GccEndToEnd implements PretextTask {

    private final Networks networks;
    private final Block encoder;
    private final InfoNceLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (n, d)}
     * @param loss InfoNCE with its temperature; 0.07 in the paper
     */
    public GccEndToEnd(Block encoder, InfoNceLoss loss) {
        this.encoder = encoder;
        this.loss = loss;
        networks = new Networks().add("encoder", encoder);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return TwoViews.compare(pass, batch, encoder, loss::evaluate);
    }
}
