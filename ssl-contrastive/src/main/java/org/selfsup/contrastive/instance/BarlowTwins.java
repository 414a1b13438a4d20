package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.BarlowTwinsLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Barlow Twins: each feature shall agree between two views and tell nothing of the others.
 *
 * <pre>{@code
 * L = sum_i (1 - C_ii)^2 + lambda sum_{i != j} C_ij^2                    (eq. 1)
 * C_ij = correlation of feature i of z1 with feature j of z2             (eq. 2)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector {@code (n, p)}. Both are trained, nothing is averaged or stopped.
 * After training the encoder's output is the representation. {@code invariance} and {@code
 * redundancy} are reported, the latter without its weight.
 *
 * <p>Needs neither negatives, nor a predictor, nor a target. Features are compared over the batch,
 * so small batches give noisy correlations; it wants a wide projector, wider than the encoder.
 *
 * <p>Zbontar et al. 2021, <a href="https://arxiv.org/abs/2103.03230">Barlow Twins: Self-supervised
 * learning via redundancy reduction</a>.
 */
public final class BarlowTwins implements PretextTask {

    private final Siamese siamese;
    private final BarlowTwinsLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-8192-8192-8192 with BatchNorm in the paper
     * @param loss with its lambda, 0.005 in the paper
     */
    public BarlowTwins(Block encoder, Block projector, BarlowTwinsLoss loss) {
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
                    BarlowTwinsLoss.Terms terms = loss.terms(z1, z2);
                    pass.report("invariance", terms.invariance());
                    pass.report("redundancy", terms.redundancy());
                    return terms.loss();
                });
    }
}
