package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;

/**
 * Inverse autoregressive flow: samples in one pass a layer.
 *
 * <pre>{@code
 * x_i = (z_i - m_i) exp(-a_i),   a_i and m_i functions of z_1, ..., z_{i-1}
 * }</pre>
 *
 * <p>which is the paper's x = mu + sigma z (eq. 10) with sigma = exp(-a) and mu = -m exp(-a).
 * Input: vectors {@code (n, d)}. All is trained. The likelihood of given samples costs d passes a
 * layer, that of its own samples one: the paper uses it as posterior of a variational autoencoder.
 * Between layers the order is reversed.
 *
 * <p>Kingma et al. 2016, <a href="https://arxiv.org/abs/1606.04934">Improving Variational Inference
 * with Inverse Autoregressive Flow</a>.
 */
public final class InverseAutoregressiveFlow extends NormalizingFlow {

    /**
     * A flow for vectors.
     *
     * @param features d, at least 2
     * @param config sizes
     */
    public InverseAutoregressiveFlow(int features, MaskedAutoregressiveFlow.Config config) {
        this(features, 0, config);
    }

    /**
     * A flow for vectors given a condition.
     *
     * @param features d, at least 2
     * @param condition features of the condition
     * @param config sizes
     */
    public InverseAutoregressiveFlow(
            int features, int condition, MaskedAutoregressiveFlow.Config config) {
        super(flow(features, config), Prior.NORMAL, new Shape(features), condition);
    }

    private static Flow flow(int features, MaskedAutoregressiveFlow.Config config) {
        FlowSequence flow = new FlowSequence();
        for (int i = 0; i < config.layers(); i++) {
            flow.add(new ActNorm())
                    .add(new Inverted(MaskedAutoregressiveFlow.layer(features, config.units())))
                    .add(new Reverse());
        }
        return flow;
    }
}
