package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.MaskedVisionTokens;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.VisionTokens;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SimMIM: masked pixels from a line through the encoder's tokens.
 *
 * <pre>{@code
 * y = W f(x, masked patches replaced by a learned vector) + b
 * loss = |y_M - x_M|_1 / numbers in M,   M the masked pixels      (section 3.4)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}, the numbers of its visible patches {@code (n, k)} and of
 * the masked ones {@code (n, m)}, as {@link org.selfsup.augment.MaskedViews} makes them with {@link
 * org.selfsup.augment.RandomPatches}, in units of several patches. Trained: the encoder with its
 * mask token, and the line. After training the mean of f's tokens is the representation.
 *
 * <p>Differs from the paper: there is no class token. The paper masks 60 % in units of 32 pixels.
 *
 * <p>Use it instead of {@link MaskedAutoencoder} where an encoder must see the whole grid, or the
 * decoder shall be nothing; a step costs four times as much.
 *
 * <p>Xie et al. 2021, <a href="https://arxiv.org/abs/2111.09886">SimMIM: A simple framework for
 * masked image modeling</a>.
 */
public final class SimMim implements PretextTask {

    private final VisionTransformer encoder;
    private final MaskedVisionTokens tokens;
    private final Block head;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder f, without a class token
     * @param channels c of the pictures
     * @throws IllegalArgumentException if the encoder has a class token
     */
    public SimMim(VisionTransformer encoder, int channels) {
        encoder.requirePooling("SimMIM", Pooling.MEAN);
        this.encoder = encoder;
        tokens = new MaskedVisionTokens(encoder);
        long side = encoder.config().patch();
        head = Layers.linear(channels * side * side, true);
        networks =
                new Networks().add("encoder", encoder).beside("tokens", tokens).add("head", head);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.get(0);
        NDArray masked = batch.get(2); // (n, m)
        NDArray y = predicted(pass, x, masked);
        return y.sub(VisionTokens.at(Patches.cut(x, encoder), masked)).abs().mean();
    }

    /** The pixels of masked patches, {@code (n, m, p)}. */
    private NDArray predicted(Pass pass, NDArray x, NDArray masked) {
        NDArray mask = MaskedVisionTokens.mask(masked, encoder.patches(x.getShape()));
        NDArray s = pass.forward(tokens, new NDList(x, mask)).head(); // (n, t, d)
        return VisionTokens.at(pass.forward(head, s), masked);
    }

    /**
     * Pictures {@code (n, c, h, w)} whose masked patches are drawn.
     *
     * @param batch as for the loss
     */
    public NDArray reconstruct(Pass pass, NDList batch) {
        NDArray x = batch.get(0);
        NDArray masked = batch.get(2);
        NDArray drawn = predicted(pass, x, masked);
        return Patches.join(Patches.replace(Patches.cut(x, encoder), masked, drawn), x, encoder);
    }
}
