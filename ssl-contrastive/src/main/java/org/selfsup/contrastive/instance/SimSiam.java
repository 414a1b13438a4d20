package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.NegativeCosineLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SimSiam: predict one view from the other, and let no gradient flow into what is predicted.
 *
 * <pre>{@code
 * D(p, z) = - p / |p| . z / |z|                                          (eq. 1)
 * L = D(p1, stopgrad(z2)) / 2 + D(p2, stopgrad(z1)) / 2                  (eq. 4)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector z {@code (n, p)} (in the paper both together are the encoder f),
 * the predictor p {@code (n, p)}. All are trained; nothing is averaged. After training the
 * encoder's output is the representation.
 *
 * <p>The simplest of the methods without negatives. Without its predictor or its stopped gradient
 * it collapses at once; the paper trains with plain SGD, and keeps the predictor's learning rate
 * constant, which is left to the plan here.
 *
 * <p>Chen and He 2020, <a href="https://arxiv.org/abs/2011.10566">Exploring simple Siamese
 * representation learning</a>, algorithm 1.
 */
public final class SimSiam implements PretextTask {

    private final Siamese siamese;
    private final Block predictor;
    private final NegativeCosineLoss loss = new NegativeCosineLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-d-2048 with BatchNorm after each in the paper
     * @param predictor {@code (n, p) -> (n, p)}; 2048-512-2048 in the paper
     */
    public SimSiam(Block encoder, Block projector, Block predictor) {
        this.predictor = predictor;
        siamese = new Siamese(encoder, projector);
        siamese.networks().add("predictor", predictor);
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, (z1, z2) -> loss(pass, z1, z2));
    }

    private NDArray loss(Pass pass, NDArray z1, NDArray z2) {
        NDArray p1 = pass.forward(predictor, z1); // (n, p)
        NDArray p2 = pass.forward(predictor, z2);
        NDArray sum =
                loss.evaluate(p1, z2.stopGradient()).add(loss.evaluate(p2, z1.stopGradient()));
        return Numbers.times(sum, 0.5);
    }
}
