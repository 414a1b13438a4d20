package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Non-linear independent components estimation: shifts that keep volumes, and one scale for every
 * dimension at the end.
 *
 * <pre>{@code
 * y_a = x_a,   y_b = x_b + m(x_a)      (eqs. 8 and 9), a the odd features, then the even, in turn
 * z = exp(s) y                         (section 3.3),   z logistic
 * }</pre>
 *
 * <p>Samples of any shape are laid flat; pixels must be dequantised, in 0 to 1. All is trained.
 *
 * <p>The first flow, and the easiest to read; {@link RealNvp} and {@link Glow} model pictures
 * better.
 *
 * <p>Dinh, Krueger and Bengio 2014, <a href="https://arxiv.org/abs/1410.8516">NICE: Non-linear
 * Independent Components Estimation</a>.
 */
public final class Nice extends NormalizingFlow {

    /**
     * What makes the network.
     *
     * @param couplings how many shifts, at least 2 so that every feature moves
     * @param layers hidden layers of each m
     * @param units of each hidden layer
     */
    public record Config(int couplings, int layers, int units) {
        /** That of the paper for MNIST. */
        public static final Config PAPER = new Config(4, 5, 1000);
    }

    /**
     * A flow for samples.
     *
     * @param sample shape of one, without n
     * @param config sizes
     */
    public Nice(Shape sample, Config config) {
        this(sample, 0, config);
    }

    /**
     * A flow for samples of a given kind.
     *
     * @param sample shape of one, without n
     * @param condition features of the condition, such as the classes of a one-hot label
     * @param config sizes
     */
    public Nice(Shape sample, int condition, Config config) {
        super(flow(sample, config), Prior.LOGISTIC, sample, condition);
    }

    private static Flow flow(Shape sample, Config config) {
        int[] hidden = new int[config.layers()];
        Arrays.fill(hidden, config.units());
        FlowSequence flow = new FlowSequence().add(new Flatten(sample));
        for (int i = 0; i < config.couplings(); i++) {
            flow.add(
                    new Coupling(
                            i % 2 == 0 ? CouplingMask.ODD : CouplingMask.EVEN,
                            new Additive(),
                            CouplingNetworks.mlp(sample.size(), hidden)));
        }
        return flow.add(new DiagonalScale());
    }
}
