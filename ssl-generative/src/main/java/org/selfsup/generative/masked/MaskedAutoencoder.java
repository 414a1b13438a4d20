package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.VisionTokens;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.loss.MaskedPatchLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * MAE: from a quarter of its patches draw the rest of a picture.
 *
 * <pre>{@code
 * s = f(visible patches)                                by the encoder, which sees no others
 * y = g(s, mask tokens at the masked places)            by a light decoder
 * loss = mean over masked patches of |y - normalised pixels|^2 / p      (section 3)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}, the numbers of its visible patches {@code (n, k)} and of
 * the masked ones {@code (n, m)}, as {@link org.selfsup.augment.MaskedViews} makes them with {@link
 * org.selfsup.augment.RandomPatches}; 75 % are masked in the paper. Trained: encoder and decoder.
 * After training the mean of f's tokens over all patches is the representation.
 *
 * <p>Differs from the paper: there is no class token, and the decoder does not draw the visible
 * patches, which the loss leaves out anyway.
 *
 * <p>Use it where augmentation is unknown and pictures are many: a step costs a quarter of what
 * contrast costs. Features are less separable by a line than those of contrast, and better after
 * fine-tuning; small budgets show little.
 *
 * <p>He et al. 2021, <a href="https://arxiv.org/abs/2111.06377">Masked autoencoders are scalable
 * vision learners</a>.
 */
public final class MaskedAutoencoder implements PretextTask {

    private final VisionTransformer encoder;
    private final VisionTokens tokens;
    private final Block decoder;
    private final Networks networks;
    private final MaskedPatchLoss loss = new MaskedPatchLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f, without a class token
     * @param decoder g, {@code (n, k, d), (n, k), (n, m) -> (n, m, p)}, p the numbers of a patch,
     *     such as {@link org.selfsup.encoder.PatchPredictor}
     * @throws IllegalArgumentException if the encoder has a class token
     */
    public MaskedAutoencoder(VisionTransformer encoder, Block decoder) {
        encoder.requirePooling("MAE", Pooling.MEAN);
        this.encoder = encoder;
        this.decoder = decoder;
        tokens = new VisionTokens(encoder);
        networks = new Networks().add("encoder", encoder).beside("decoder", decoder);
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
        NDArray visible = batch.get(1); // (n, k)
        NDArray masked = batch.get(2); // (n, m)
        NDArray s = encode(pass, x, visible);
        NDArray y = pass.forward(decoder, new NDList(s, visible, masked)).head(); // (n, m, p)
        return loss.evaluate(y, VisionTokens.at(Patches.cut(x, encoder), masked));
    }

    /** The tokens {@code (n, k, d)} of visible patches {@code (n, k)}. */
    public NDArray encode(Pass pass, NDArray x, NDArray visible) {
        return pass.forward(tokens, new NDList(x, visible)).head();
    }

    /**
     * Pictures {@code (n, c, h, w)} whose masked patches are drawn, with the mean and the spread
     * that each patch had: the loss asks for neither.
     *
     * @param batch as for the loss
     */
    public NDArray reconstruct(Pass pass, NDList batch) {
        NDArray x = batch.get(0);
        NDArray masked = batch.get(2);
        NDArray s = encode(pass, x, batch.get(1));
        NDArray y = pass.forward(decoder, new NDList(s, batch.get(1), masked)).head();
        NDArray patches = Patches.cut(x, encoder);
        NDArray drawn = Patches.styled(y, VisionTokens.at(patches, masked));
        return Patches.join(Patches.replace(patches, masked, drawn), x, encoder);
    }
}
