package org.selfsup.generative.flow;

import ai.djl.ndarray.types.Shape;
import org.selfsup.encoder.Sequence;

/**
 * Real-valued non-volume preserving transformations: affine couplings over checkerboards and
 * channels, at several scales.
 *
 * <pre>{@code
 * y = b x + (1 - b) (x exp(s(b x)) + t(b x))                                   (eq. 9)
 * a scale: three couplings over checkerboards, a squeeze, three over channels; half of the channels
 * are then finished (section 3.6); the last scale has four over checkerboards
 * }</pre>
 *
 * <p>Input: pictures {@code (n, c, h, w)} dequantised, in 0 to 1; a logit comes first (section
 * 4.1). All is trained. The networks s and t are one of three convolutions instead of residual
 * blocks, and {@link ActNorm} stands before every coupling instead of batch normalisation.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio 2016, <a href="https://arxiv.org/abs/1605.08803">Density
 * estimation using Real NVP</a>.
 */
public final class RealNvp extends NormalizingFlow {

    private static final CouplingMask[] PLACES = {
        CouplingMask.CHECKERBOARD_ODD, CouplingMask.CHECKERBOARD_EVEN
    };
    private static final CouplingMask[] CHANNELS = {
        CouplingMask.FIRST_HALF, CouplingMask.SECOND_HALF
    };

    /**
     * What makes the network.
     *
     * @param scales at least 1; height and width divide by 2 for each but the last
     * @param hidden channels within the networks
     */
    public record Config(int scales, int hidden) {}

    /**
     * A flow for pictures.
     *
     * @param sample (c, h, w)
     * @param config sizes
     */
    public RealNvp(Shape sample, Config config) {
        this(sample, 0, config);
    }

    /**
     * A flow for pictures of a given kind.
     *
     * @param sample (c, h, w)
     * @param condition features of the condition, such as the classes of a one-hot label
     * @param config sizes
     */
    public RealNvp(Shape sample, int condition, Config config) {
        super(
                new FlowSequence()
                        .add(new Logit())
                        .add(scale(Math.toIntExact(sample.get(0)), config.scales(), config)),
                Prior.NORMAL,
                sample,
                condition);
    }

    private static Flow scale(int channels, int scales, Config config) {
        FlowSequence flow = new FlowSequence();
        if (scales == 1) {
            return couplings(flow, 4, PLACES, channels, config);
        }
        couplings(flow, 3, PLACES, channels, config).add(new Squeeze());
        couplings(flow, 3, CHANNELS, 4 * channels, config);
        return flow.add(new FactorOut(scale(2 * channels, scales - 1, config)));
    }

    private static FlowSequence couplings(
            FlowSequence flow, int n, CouplingMask[] masks, int channels, Config config) {
        for (int i = 0; i < n; i++) {
            Sequence network =
                    CouplingNetworks.convolutional(2 * channels, config.hidden())
                            .add(new LogScale());
            flow.add(new ActNorm()).add(new Coupling(masks[i % 2], new Affine(), network));
        }
        return flow;
    }
}
