package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.VicRegLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * VICReg: two views shall embed alike, while every feature varies and none repeats another.
 *
 * <pre>{@code
 * L = lambda s(z1, z2) + mu ( v(z1) + v(z2) ) / 2 + nu ( c(z1) + c(z2) )     (eq. 6)
 * s: mean squared distance,  v: hinge on the deviation of each feature (eq. 1),
 * c: squared covariances of different features (eq. 4)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector, the paper's expander, {@code (n, p)}. Both are trained, nothing is
 * averaged or stopped. After training the encoder's output is the representation. {@code
 * invariance}, {@code variance} and {@code covariance} are reported without their weights.
 *
 * <p>Differs from the paper where its authors' code does, see {@link VicRegLoss}.
 *
 * <p>Variance and covariance look at one view at a time, so the views need not come from the same
 * network. If the reported variance stays near 1 the embedding has collapsed: raise mu.
 *
 * <p>Bardes et al. 2022, <a href="https://arxiv.org/abs/2105.04906">VICReg:
 * Variance-invariance-covariance regularization for self-supervised learning</a>.
 */
public final class VicReg implements PretextTask {

    private final Siamese siamese;
    private final VicRegLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-8192-8192-8192 with BatchNorm in the paper
     * @param loss with its weights, {@link VicRegLoss#PAPER}
     */
    public VicReg(Block encoder, Block projector, VicRegLoss loss) {
        siamese = new Siamese(encoder, projector);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(
                pass,
                views,
                (z1, z2) -> {
                    VicRegLoss.Terms terms = loss.terms(z1, z2);
                    pass.report("invariance", terms.invariance());
                    pass.report("variance", terms.variance());
                    pass.report("covariance", terms.covariance());
                    return terms.loss();
                });
    }
}
