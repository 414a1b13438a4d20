package org.selfsup.generative.flow;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import org.selfsup.encoder.Distribution;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;

/**
 * Networks that make a coupling's parameters. Their last layer starts near 0, so that every
 * coupling starts nearly alike for all samples.
 */
final class CouplingNetworks {

    private CouplingNetworks() {}

    /** Linear layers and ReLUs, (n, d) to (n, outputs). */
    static Sequence mlp(long outputs, int... hidden) {
        Sequence net = new Sequence();
        for (int units : hidden) {
            net.add(Layers.linear(units, true)).add(Layers.reluInPlace());
        }
        return net.add(small(Layers.linear(outputs, true)));
    }

    /** Glow's: convolutions 3 x 3, 1 x 1 and 3 x 3, (n, c, h, w) to (n, outputs, h, w). */
    static Sequence convolutional(int outputs, int hidden) {
        return new Sequence()
                .add(Layers.conv(hidden, 3, 1, 1, true))
                .add(Layers.reluInPlace())
                .add(Layers.conv(hidden, 1, 1, 0, true))
                .add(Layers.reluInPlace())
                .add(small(Layers.conv(outputs, 3, 1, 1, true)));
    }

    private static Block small(Block layer) {
        layer.setInitializer(new Distribution.Normal(1e-3), Parameter::requiresGradient);
        return layer;
    }
}
