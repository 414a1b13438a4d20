package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Instance discrimination end to end: a query finds its key among the keys of its batch, and both
 * learn.
 *
 * <pre>{@code
 * L = -mean_i log( exp(q_i . k_i / t) / sum_j exp(q_i . k_j / t) ),   q = g(f(x1)),   k = g(f(x2))
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}, the first for queries, the second for keys; row i of
 * both shows the same sample. The encoder f gives {@code (n, d)}, the projector g {@code (n, p)}.
 * Both are trained, through queries and keys; there is no memory. After training f gives the
 * representation.
 *
 * <p>It is what {@link MoCo} and the memory bank of {@link InstDisc} are measured against (MoCo's
 * figure 2a): the keys are never stale, but there are no more of them than a batch has. Unlike
 * {@link SimClr} it has one direction, and no negatives within a view. The paper lets the encoders
 * of queries and keys be two or one; here they are one.
 *
 * <p>He et al. 2019, <a href="https://arxiv.org/abs/1911.05722">Momentum contrast for unsupervised
 * visual representation learning</a>, section 3.2.
 */
public final class EndToEnd implements PretextTask {

    private final Siamese siamese;
    private final InfoNceLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}, one linear layer in the paper
     * @param loss with its temperature, 0.07 in the paper
     */
    public EndToEnd(Block encoder, Block projector, InfoNceLoss loss) {
        siamese = new Siamese(encoder, projector);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, loss::evaluate);
    }
}
