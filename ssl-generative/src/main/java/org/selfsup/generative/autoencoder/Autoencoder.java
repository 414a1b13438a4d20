package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.train.Pass;

/**
 * Autoencoder: code a sample in few numbers and give it back.
 *
 * <pre>{@code loss = -mean over x of log p(x | g(f(x))), in nats }</pre>
 *
 * <p>Input: one array of samples {@code (n, ...)}. All is trained.
 *
 * <p>If encoder and decoder are linear and the error is squared, the best code of d numbers is the
 * projection on the first d principal components: the decoder's columns span them, though they need
 * not be them (Baldi and Hornik 1989, "Neural Networks and Principal Component Analysis: Learning
 * from Examples Without Local Minima").
 *
 * <p>Use it to compress, or to find what does not belong to the data. Where the code is as wide as
 * the sample nothing need be learnt: narrow it, or use {@link DenoisingAutoencoder}, {@link
 * SparseAutoencoder} or {@link ContractiveAutoencoder}.
 *
 * <p>Hinton and Salakhutdinov 2006, "Reducing the Dimensionality of Data with Neural Networks",
 * Science 313; here without pre-training layer by layer.
 */
public final class Autoencoder extends EncoderDecoder {

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param decoder g, {@code (n, d) -> (n, ...)}, parameters of the likelihood
     * @param likelihood {@code log p(x|h)}; see {@link EncoderDecoder}
     */
    public Autoencoder(Block encoder, Block decoder, BinaryOperator<NDArray> likelihood) {
        super(encoder, decoder, likelihood);
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray h = encode(pass, x);
        return reconstruction(pass, h, x);
    }
}
