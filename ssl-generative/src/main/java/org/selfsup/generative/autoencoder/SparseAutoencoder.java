package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.loss.SparsityPenalty;
import org.selfsup.train.Pass;

/**
 * Sparse autoencoder: give back a sample from units of which few are on at a time.
 *
 * <pre>{@code
 * loss = -mean over x of log p(x | g(h)) + beta sum_j KL(rho || mean_i h_ij),   h = f(x) in (0, 1)
 * }</pre>
 *
 * <p>Input: one array of samples {@code (n, ...)}. All is trained. The mean activations are those
 * of the batch, not of all data as in the notes; the notes' weight decay is the optimizer's.
 *
 * <p>Use it where there are more units than the data have dimensions. A weight too large turns
 * units off for good; {@code sparsity}, the penalty, then stays where it is.
 *
 * <p>Ng 2011, "Sparse autoencoder", CS294A lecture notes, Stanford University.
 */
public final class SparseAutoencoder extends EncoderDecoder {

    private final SparsityPenalty penalty;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)} with values from 0 to 1, such as {@link
     *     org.selfsup.encoder.SigmoidLayer}
     * @param decoder g, {@code (n, d) -> (n, ...)}, parameters of the likelihood
     * @param likelihood {@code log p(x|h)}; see {@link EncoderDecoder}
     * @param penalty of the mean activations
     */
    public SparseAutoencoder(
            Block encoder,
            Block decoder,
            BinaryOperator<NDArray> likelihood,
            SparsityPenalty penalty) {
        super(encoder, decoder, likelihood);
        this.penalty = penalty;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray h = encode(pass, x); // (n, d)
        NDArray sparsity = penalty.evaluate(h);
        pass.report("sparsity", sparsity);
        pass.report("activation", h.mean());
        return reconstruction(pass, h, x).add(sparsity);
    }
}
