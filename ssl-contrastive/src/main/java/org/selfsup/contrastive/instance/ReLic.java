package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.ReLicLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * ReLIC: find the other view of a picture among many, with the same confidence whichever way the
 * views were made.
 *
 * <pre>{@code
 * L = ( H(a) + H(b) ) / 2 + alpha ( KL(a || b) + KL(b || a) ) / 2
 * a_i = softmax_j( z1_i . k2_j / t ),   b_i = softmax_j( z2_i . k1_j / t ),   H(a) = -mean_i log a_ii
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector, part of the paper's critic, {@code (n, p)}. Both are trained; z
 * comes from them and k from a target that follows them, in train mode and without gradient. After
 * training the encoder's output is the representation. {@code contrast} and {@code invariance} are
 * reported, the latter without its weight.
 *
 * <p>With alpha 0 it is in-batch contrast against a target; the divergence asks for more than that
 * the positive wins: all similarities to other samples shall be the same under both augmentations.
 * It wants large batches, as all contrast within a batch does.
 *
 * <p>Mitrovic et al. 2021, <a href="https://arxiv.org/abs/2010.07922">Representation learning via
 * invariant causal mechanisms</a>.
 */
public final class ReLic implements PretextTask {

    private final OnlineAndTarget both;
    private final ReLicLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, with BatchNorm and a hidden layer
     * @param loss with its temperature and alpha
     * @param momentum share of the target that is kept in every step
     */
    public ReLic(Block encoder, Block projector, ReLicLoss loss, Schedule momentum) {
        both = new OnlineAndTarget(encoder, projector, momentum);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return both.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return both.compare(
                pass,
                views,
                (z1, z2, k1, k2) -> {
                    ReLicLoss.Terms terms = loss.terms(z1, z2, k1, k2);
                    pass.report("contrast", terms.contrast());
                    pass.report("invariance", terms.invariance());
                    return terms.loss();
                });
    }

    @Override
    public void afterStep(Pass pass) {
        both.update(pass);
    }
}
