package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.train.Pass;

/**
 * Denoising autoencoder: give back a sample of which only a corrupted copy is seen.
 *
 * <pre>{@code loss = -mean over x of log p(x | g(f(x~))),   x~ ~ q(x~ | x)   (section 2.3) }</pre>
 *
 * <p>Input: samples {@code (n, ...)} and their corrupted copies of the same shape, as {@link
 * org.selfsup.augment.CorruptedViews} makes them with {@link org.selfsup.augment.MaskingNoise},
 * {@link org.selfsup.augment.SaltAndPepper} or {@link org.selfsup.augment.GaussianNoise}. All is
 * trained. The paper stacks such autoencoders layer by layer; here all layers are trained at once.
 *
 * <p>Use it where the code is wide: to copy is no longer enough, so h may have more numbers than x.
 * With too much noise the features turn coarse.
 *
 * <p>Vincent et al. 2008, "Extracting and Composing Robust Features with Denoising Autoencoders",
 * ICML.
 */
public final class DenoisingAutoencoder extends EncoderDecoder {

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param decoder g, {@code (n, d) -> (n, ...)}, parameters of the likelihood
     * @param likelihood {@code log p(x|h)}; see {@link EncoderDecoder}
     */
    public DenoisingAutoencoder(Block encoder, Block decoder, BinaryOperator<NDArray> likelihood) {
        super(encoder, decoder, likelihood);
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.get(0);
        NDArray corrupted = batch.get(1);
        NDArray h = encode(pass, corrupted);
        return reconstruction(pass, h, x);
    }
}
