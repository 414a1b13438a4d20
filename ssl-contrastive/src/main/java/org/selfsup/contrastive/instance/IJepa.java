package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.VisionTokens;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.loss.IJepaLoss;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * I-JEPA: from one block of a picture predict the features, not the pixels, of others.
 *
 * <pre>{@code
 * s = f'(y)                                  all patches of the picture, by the target encoder
 * s_x = f(x),   x the context block without the targets
 * s^(i) = g(s_x, positions of block B_i)     by the predictor
 * L = 1/M sum_i sum_{j in B_i} D(s^(i)_j, s_j)          (section 3)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}, the numbers of the context's patches {@code (n, k)}, and
 * those of M target blocks {@code (n, m)} each. So is what {@link org.selfsup.augment.MaskedViews}
 * makes with {@link org.selfsup.augment.TargetBlocks}. The encoder f sees the context's patches
 * only; the target encoder f' follows it and sees them all. Trained: encoder and predictor g. After
 * training the mean of f's tokens is the representation.
 *
 * <p>Differs from the paper: D is the mean, not the sum, over patches and features, see {@link
 * IJepaLoss}; the representation is the encoder's, not the target's.
 *
 * <p>Use it where no augmentation is known to leave meaning alone: it has none but the crop. It
 * wants large pictures and long trainings; with few patches a target says little beyond its
 * texture. A target that moves fast collapses.
 *
 * <p>Assran et al. 2023, <a href="https://arxiv.org/abs/2301.08243">Self-supervised learning from
 * images with a joint-embedding predictive architecture</a>.
 */
public final class IJepa implements PretextTask {

    private final Networks networks;
    private final VisionTokens context;
    private final Block predictor;
    private final MomentumEncoder target;
    private final IJepaLoss loss;
    private final Schedule momentum;

    /**
     * Puts the parts together.
     *
     * @param encoder f, without a class token
     * @param predictor g, {@code (n, k, d), (n, k), (n, m) -> (n, m, d)}, such as {@link
     *     org.selfsup.encoder.PatchPredictor}
     * @param loss D
     * @param momentum share of the target encoder that is kept in every step; from 0.996 linearly
     *     to 1 in the paper
     * @throws IllegalArgumentException if the encoder has a class token
     */
    public IJepa(VisionTransformer encoder, Block predictor, IJepaLoss loss, Schedule momentum) {
        encoder.requirePooling("I-JEPA", Pooling.MEAN);
        this.predictor = predictor;
        this.loss = loss;
        this.momentum = momentum;
        context = new VisionTokens(encoder);
        target = new MomentumEncoder(context);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("predictor", predictor)
                        .beside("target", target);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray view = batch.get(0);
        NDArray seen = batch.get(1); // (n, k)
        NDArray s = pass.forward(target, view); // (n, t, d), no gradient
        NDArray sx = pass.forward(context, new NDList(view, seen)).head(); // (n, k, d)
        NDList losses = new NDList();
        for (NDArray asked : batch.subNDList(2)) { // (n, m)
            NDArray predicted = pass.forward(predictor, new NDList(sx, seen, asked)).head();
            losses.add(loss.evaluate(predicted, VisionTokens.at(s, asked))); // of (n, m, d)
        }
        pass.watch(sx.mean(new int[] {1}), s.mean(new int[] {1}));
        return NDArrays.stack(losses).mean();
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public void afterStep(Pass pass) {
        target.update(momentum.at(pass.step()));
    }
}
