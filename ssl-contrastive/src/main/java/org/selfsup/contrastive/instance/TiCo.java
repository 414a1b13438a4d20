package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.TiCoLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * TiCo: two views shall embed alike, away from the directions in which embeddings pile up.
 *
 * <pre>{@code
 * L = -mean_i z1_i . z2_i + rho mean_i z1_i^T C z1_i       (rows of unit length)
 * C <- beta C + (1 - beta) z1^T z1 / n
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}, the first for the online network, the second for its
 * target; row i of both shows the same sample. The encoder gives {@code (n, d)}, the projector
 * {@code (n, p)}. Both are trained; a target follows both, in train mode, and gets no gradient. The
 * covariance C {@code (p, p)}, zeros at first, is kept from step to step and is part of a
 * checkpoint. After training the encoder's output is the representation. {@code invariance} and
 * {@code contrast} are reported, the latter without its weight.
 *
 * <p>The covariance remembers earlier batches as MoCo's queue does, in a fixed size, so small
 * batches do. With a small rho it collapses, with a large one views no longer agree.
 *
 * <p>Zhu et al. 2022, <a href="https://arxiv.org/abs/2206.10698">TiCo: Transformation invariance
 * and covariance contrast for self-supervised visual representation learning</a>.
 */
public final class TiCo implements PretextTask {

    private final OnlineAndTarget both;
    private final Buffer covariance;
    private final TiCoLoss loss;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension p, that the projector gives; 256 in the paper
     * @param beta share of the old covariance that is kept, 0 to 1; 0.9 in the paper
     * @param rho weight of the contrast, at least 0; 8 in the paper
     */
    public record Config(int dimension, float beta, float rho) {

        /** The paper's figures for ImageNet. */
        public static final Config PAPER = new Config(256, 0.9f, 8);
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, with BatchNorm and a hidden layer
     * @param config size and coefficients
     * @param momentum share of the target that is kept in every step, rising to 1 along a cosine
     */
    public TiCo(Block encoder, Block projector, Config config, Schedule momentum) {
        both = new OnlineAndTarget(encoder, projector, momentum);
        covariance = new Buffer(config.dimension(), config.dimension());
        loss = new TiCoLoss(config.beta(), config.rho());
        networks().beside("covariance", covariance);
    }

    @Override
    public Networks networks() {
        return both.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        Siamese.requireTwo(views);
        NDArray z1 = both.online(pass, views.get(0)); // (n, p)
        NDArray z2 = both.target(pass, views.get(1)); // (n, p), no gradient
        pass.watch(z1, z2);
        TiCoLoss.Terms terms = loss.evaluate(z1, z2, covariance.value());
        pass.report("invariance", terms.invariance());
        pass.report("contrast", terms.contrast());
        pass.afterStep(() -> covariance.set(terms.covariance()));
        return terms.loss();
    }

    @Override
    public void afterStep(Pass pass) {
        both.update(pass);
    }
}
