package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SimCLR: two views of a picture shall be nearer to each other than to all others in the batch.
 *
 * <pre>{@code
 * h_i = f(x_i),   z_i = g(h_i)                                            (section 2.1)
 * l(i,j) = -log( exp(sim(z_i, z_j) / t) / sum_{k != i} exp(sim(z_i, z_k) / t) )   (eq. 1)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder f
 * gives {@code (n, d)}, the projector g {@code (n, p)}. Both are trained; after training the
 * projector is thrown away and h is the representation.
 *
 * <p>Differs from the paper: each view goes through the networks in a pass of its own, so that
 * BatchNorm's statistics are those of n samples, as in most re-implementations; the paper
 * normalises over both views and all devices together.
 *
 * <p>Use it where batches of some hundred samples fit: with few negatives it learns slowly. It does
 * not collapse. Its features ignore whatever the views change: colour, if they jitter colour.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A simple framework for
 * contrastive learning of visual representations</a>.
 */
public final class SimClr implements PretextTask {

    private final Siamese siamese;
    private final NtXentLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}, the paper's is an MLP with one hidden layer
     * @param loss NT-Xent with its temperature
     */
    public SimClr(Block encoder, Block projector, NtXentLoss loss) {
        this.siamese = new Siamese(encoder, projector);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, loss::evaluate); // of z1 and z2, (n, p)
    }
}
