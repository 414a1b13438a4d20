package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.SigmoidLayer;
import org.selfsup.loss.ContractivePenalty;
import org.selfsup.train.Pass;

/**
 * Contractive autoencoder: a code that gives back the sample but hardly changes when the sample
 * does.
 *
 * <pre>{@code loss = mean over x of ( -log p(x | g(f(x))) + lambda |J_f(x)|_F^2 )   (section 2) }
 * </pre>
 *
 * <p>Input: one array of samples {@code (n, ...)}. All is trained.
 *
 * <p>The paper's encoder is one sigmoid layer, {@link SigmoidLayer}, whose Jacobian's length has a
 * closed form: exact, at the cost of a product. The paper makes deeper encoders of trained layers.
 * Here any encoder may be trained at once: its penalty is estimated by a product of the Jacobian
 * and one random direction a sample and step, without bias, which costs a second pass and its
 * second derivatives. Such an encoder must treat samples by themselves (no BatchNorm) and be
 * differentiable twice for more than the penalty's value: with ReLU the Jacobian is constant in
 * pieces, and the penalty shortens the weights alone. Weights of encoder and decoder are not tied,
 * unlike in the paper: without ties a small code and a large decoder lower the penalty for nothing,
 * so keep weight decay on.
 *
 * <p>Use it as {@link DenoisingAutoencoder}, without noise to choose. It does not work with chunks
 * (gradient cache).
 *
 * <p>Rifai et al. 2011, "Contractive Auto-Encoders: Explicit Invariance During Feature Extraction",
 * ICML.
 */
public final class ContractiveAutoencoder extends EncoderDecoder {

    private final ContractivePenalty penalty;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param decoder g, {@code (n, d) -> (n, ...)}, parameters of the likelihood
     * @param likelihood {@code log p(x|h)}; see {@link EncoderDecoder}
     * @param penalty of the Jacobian
     */
    public ContractiveAutoencoder(
            Block encoder,
            Block decoder,
            BinaryOperator<NDArray> likelihood,
            ContractivePenalty penalty) {
        super(encoder, decoder, likelihood);
        this.penalty = penalty;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray h = encode(pass, x); // (n, d)
        NDArray contraction = contraction(pass, x, h);
        pass.report("contraction", contraction);
        return reconstruction(pass, h, x).add(contraction);
    }

    private NDArray contraction(Pass pass, NDArray x, NDArray h) {
        if (encoder() instanceof SigmoidLayer layer) {
            NDArray w = pass.store().getValue(layer.weight(), x.getDevice(), pass.training());
            return penalty.evaluate(h, w);
        }
        NDArray directions = x.getManager().randomNormal(h.getShape());
        return penalty.evaluate(y -> encode(pass, y), x, directions);
    }
}
