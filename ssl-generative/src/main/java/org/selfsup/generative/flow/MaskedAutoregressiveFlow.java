package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;
import org.selfsup.encoder.Sequence;

/**
 * Masked autoregressive flow: layers of Gaussians, each feature's given those before it.
 *
 * <pre>
 * {@code x_i = z_i exp(a_i) + m_i,   a_i and m_i functions of x_1, ..., x_{i-1}      (eqs. 3 and 4)}
 * </pre>
 *
 * <p>Input: vectors {@code (n, d)}. All is trained. Between layers the order is reversed, and
 * {@link ActNorm} stands where the paper has batch normalisation. {@link LogScale} bounds a, so
 * that far from the data nothing overflows. The likelihood costs one pass a layer, a sample d
 * passes; {@link InverseAutoregressiveFlow} has it the other way round.
 *
 * <p>Papamakarios, Pavlakou and Murray 2017, <a href="https://arxiv.org/abs/1705.07057">Masked
 * Autoregressive Flow for Density Estimation</a>.
 */
public final class MaskedAutoregressiveFlow extends NormalizingFlow {

    /**
     * What makes the network.
     *
     * @param layers at least 1
     * @param units of each of the two hidden layers
     */
    public record Config(int layers, int units) {}

    /**
     * A flow for vectors.
     *
     * @param features d, at least 2
     * @param config sizes
     */
    public MaskedAutoregressiveFlow(int features, Config config) {
        this(features, 0, config);
    }

    /**
     * A flow for vectors given a condition.
     *
     * @param features d, at least 2
     * @param condition features of the condition
     * @param config sizes
     */
    public MaskedAutoregressiveFlow(int features, int condition, Config config) {
        super(flow(features, config), Prior.NORMAL, new Shape(features), condition);
    }

    private static Flow flow(int features, Config config) {
        FlowSequence flow = new FlowSequence();
        for (int i = 0; i < config.layers(); i++) {
            flow.add(new ActNorm()).add(layer(features, config.units())).add(new Reverse());
        }
        return flow;
    }

    static Flow layer(int features, int units) {
        Affine affine = new Affine();
        Sequence network =
                new Sequence()
                        .add(MaskedMlp.of(features, affine.parameters(), units, units))
                        .add(new LogScale());
        return new Autoregressive(affine, network);
    }
}
