package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;
import org.selfsup.encoder.Sequence;

/**
 * Generative flow with invertible 1 x 1 convolutions.
 *
 * <pre>{@code
 * a step:  y = (x + b) exp(s)                      actnorm, section 3.1
 *          y = W x at every place                  section 3.2
 *          y_b = x_b exp(s(x_a)) + t(x_a)          affine coupling over channels, section 3.3
 * a level: squeeze, steps; half of the channels are then finished
 * }</pre>
 *
 * <p>Input: pictures {@code (n, c, h, w)} dequantised, in 0 to 1; as in RealNVP a logit comes
 * first. All is trained. The scale of the coupling is bounded by {@link LogScale}, that of the
 * authors' program by a sigmoid; the finished half has the prior N(0, 1), not one learnt from the
 * other half.
 *
 * <p>Kingma and Dhariwal 2018, <a href="https://arxiv.org/abs/1807.03039">Glow: Generative Flow
 * with Invertible 1x1 Convolutions</a>.
 */
public final class Glow extends NormalizingFlow {

    /**
     * What makes the network.
     *
     * @param levels L, at least 1; height and width divide by 2 for each
     * @param steps K, of each level
     * @param hidden channels within the networks
     */
    public record Config(int levels, int steps, int hidden) {
        /** That of the paper for CIFAR-10. */
        public static final Config PAPER = new Config(3, 32, 512);
    }

    /**
     * A flow for pictures.
     *
     * @param sample (c, h, w)
     * @param config sizes
     */
    public Glow(Shape sample, Config config) {
        this(sample, 0, config);
    }

    /**
     * A flow for pictures of a given kind.
     *
     * @param sample (c, h, w)
     * @param condition features of the condition, such as the classes of a one-hot label
     * @param config sizes
     */
    public Glow(Shape sample, int condition, Config config) {
        super(
                new FlowSequence()
                        .add(new Logit())
                        .add(level(Math.toIntExact(sample.get(0)), config.levels(), config)),
                Prior.NORMAL,
                sample,
                condition);
    }

    private static Flow level(int channels, int levels, Config config) {
        FlowSequence flow = new FlowSequence().add(new Squeeze());
        for (int i = 0; i < config.steps(); i++) {
            flow.add(step(4 * channels, config.hidden()));
        }
        return levels == 1
                ? flow
                : flow.add(new FactorOut(level(2 * channels, levels - 1, config)));
    }

    private static Flow step(int channels, int hidden) {
        Sequence network = CouplingNetworks.convolutional(2 * channels, hidden).add(new LogScale());
        return new FlowSequence()
                .add(new ActNorm())
                .add(new InvertibleConv())
                .add(new Coupling(CouplingMask.FIRST_HALF, new Affine(), network));
    }
}
