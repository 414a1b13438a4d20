package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * MoCo v2: {@link MoCo} with what made SimCLR strong, a projector with a hidden layer, a higher
 * temperature and stronger views.
 *
 * <p>Input, training and differences are {@link MoCo}'s; the views are those of {@link
 * org.selfsup.augment.MoCoV2Augmentation}. The paper also anneals the learning rate along a cosine,
 * which is the training plan's.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2003.04297">Improved baselines with momentum
 * contrastive learning</a>.
 */
public final class MoCoV2 implements PretextTask {

    /** Section 2: MoCo's sizes, temperature 0.2. */
    public static final MoCo.Config PAPER = new MoCo.Config(128, 65536, 0.2f, 0.999, 8);

    private final MoCo moco;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param hidden units of the projector's hidden layer, d in the paper
     * @param config sizes and coefficients
     */
    public MoCoV2(Block encoder, int hidden, MoCo.Config config) {
        moco = new MoCo(encoder, Heads.mlp(Heads.Norm.NONE, hidden, config.dimension()), config);
    }

    @Override
    public Networks networks() {
        return moco.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return moco.loss(pass, views);
    }

    @Override
    public void afterStep(Pass pass) {
        moco.afterStep(pass);
    }
}
