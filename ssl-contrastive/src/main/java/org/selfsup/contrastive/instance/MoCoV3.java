package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.MoCoV3Loss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * MoCo v3: predict which of a batch's keys, made by a slow copy of the network, is of the same
 * picture; no queue.
 *
 * <pre>{@code
 * q = predictor(projector(encoder(x))),   k = projector'(encoder'(x))
 * L = ctr(q1, k2) + ctr(q2, k1),   ctr = 2t InfoNCE with the batch's keys      (algorithm 1)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector {@code (n, p)}, the predictor {@code (n, p)}. All three are
 * trained; the keys' encoder and projector follow, in train mode and without gradient. After
 * training the encoder's output is the representation.
 *
 * <p>The paper trains vision transformers with it, in batches of thousands: without a queue a batch
 * has all the negatives. It freezes their patch projection at its random start, which steadies
 * them; do so with the encoder before giving it here.
 *
 * <p>Chen et al. 2021, <a href="https://arxiv.org/abs/2104.02057">An empirical study of training
 * self-supervised vision transformers</a>.
 */
public final class MoCoV3 implements PretextTask {

    private final OnlineAndTarget both;
    private final MoCoV3Loss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-4096-4096-256 with BatchNorm for ViT in the
     *     paper
     * @param predictor {@code (n, p) -> (n, p)}; 256-4096-256 with BatchNorm in the paper
     * @param loss with its temperature, 0.2 in the paper
     * @param momentum share of the keys' networks that is kept in every step; from 0.99 to 1 along
     *     a cosine in the paper
     */
    public MoCoV3(
            Block encoder, Block projector, Block predictor, MoCoV3Loss loss, Schedule momentum) {
        both = new OnlineAndTarget(encoder, projector, predictor, momentum);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return both.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return both.compare(pass, views, loss::evaluate);
    }

    @Override
    public void afterStep(Pass pass) {
        both.update(pass);
    }
}
