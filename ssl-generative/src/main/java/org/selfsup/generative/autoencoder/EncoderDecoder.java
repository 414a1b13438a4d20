package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.Networks;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * An encoder whose features are enough for a decoder to give back the sample.
 *
 * <pre>{@code h = f(x),   reconstruction = -mean over x of log p(x | g(h)), in nats }</pre>
 *
 * <p>A Bernoulli likelihood makes this the cross-entropy of numbers in 0 to 1, a Gaussian one of
 * variance 1 half the squared error, up to a constant. All is trained; the features h are the
 * representation. What makes them narrow is the encoder's last layer, or the decoder's first.
 *
 * <p>The methods that extend it are what differs between papers: what the encoder sees, and what is
 * asked of h.
 */
public abstract class EncoderDecoder implements PretextTask {

    private final Block decoder;
    private final BinaryOperator<NDArray> likelihood;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param decoder g, {@code (n, d) -> (n, ...)}, parameters of the likelihood
     * @param likelihood from the decoder's output and the samples to {@code log p(x|h)}, {@code
     *     (n)}, such as {@code new GaussianLikelihood()::evaluate}
     */
    protected EncoderDecoder(Block encoder, Block decoder, BinaryOperator<NDArray> likelihood) {
        this.decoder = decoder;
        this.likelihood = likelihood;
        networks = new Networks().add("encoder", encoder).add("decoder", decoder);
    }

    @Override
    public final Networks networks() {
        return networks;
    }

    /** From features {@code (n, d)} to the parameters of the likelihood. */
    public final Block decoder() {
        return decoder;
    }

    /** The features h of samples {@code (n, ...)}, {@code (n, d)}. */
    public final NDArray encode(Pass pass, NDArray x) {
        return pass.forward(encoder(), x);
    }

    /** The parameters of the likelihood for what the encoder sees, shaped as the samples. */
    public final NDArray reconstruct(Pass pass, NDArray x) {
        return pass.forward(decoder, encode(pass, x));
    }

    /** How badly features {@code (n, d)} give back samples {@code (n, ...)}, a scalar, reported. */
    final NDArray reconstruction(Pass pass, NDArray h, NDArray x) {
        NDArray error = likelihood.apply(pass.forward(decoder, h), x).mean().neg();
        pass.report("reconstruction", error);
        return error;
    }
}
