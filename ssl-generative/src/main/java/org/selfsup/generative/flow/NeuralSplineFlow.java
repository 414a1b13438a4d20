package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;

/**
 * Neural spline flow: couplings whose functions are rational quadratic splines.
 *
 * <pre>{@code
 * y_a = x_a,   y_b = RQS(x_b; m(x_a))      section 3.2; a the odd features, then the even, in turn
 * }</pre>
 *
 * <p>Input: vectors {@code (n, d)}, most of them within the bound, such as standardised ones. All
 * is trained. Between couplings stands {@link ActNorm}, not a random permutation with a linear map.
 *
 * <p>Its functions bend, so that few layers model densities of several heaps or with holes.
 *
 * <p>Durkan et al. 2019, <a href="https://arxiv.org/abs/1906.04032">Neural Spline Flows</a>.
 */
public final class NeuralSplineFlow extends NormalizingFlow {

    /**
     * What makes the network.
     *
     * @param couplings at least 2 so that every feature moves
     * @param bins K of every spline
     * @param bound B, outside which splines are the identity
     * @param units of each of the two hidden layers
     */
    public record Config(int couplings, int bins, double bound, int units) {}

    /**
     * A flow for vectors.
     *
     * @param features d, at least 2
     * @param config sizes
     */
    public NeuralSplineFlow(int features, Config config) {
        this(features, 0, config);
    }

    /**
     * A flow for vectors given a condition.
     *
     * @param features d, at least 2
     * @param condition features of the condition
     * @param config sizes
     */
    public NeuralSplineFlow(int features, int condition, Config config) {
        super(flow(features, config), Prior.NORMAL, new Shape(features), condition);
    }

    private static Flow flow(int features, Config config) {
        Elementwise spline = new RationalQuadraticSpline(config.bins(), config.bound());
        long outputs = (long) spline.parameters() * features;
        FlowSequence flow = new FlowSequence();
        for (int i = 0; i < config.couplings(); i++) {
            flow.add(new ActNorm())
                    .add(
                            new Coupling(
                                    i % 2 == 0 ? CouplingMask.ODD : CouplingMask.EVEN,
                                    spline,
                                    CouplingNetworks.mlp(outputs, config.units(), config.units())));
        }
        return flow;
    }
}
