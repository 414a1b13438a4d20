package org.selfsup.generative.autoregressive;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;

/** The ends of pixel models: two layers that see one pixel, each after a ReLU. */
final class PixelHead {

    private PixelHead() {}

    /**
     * From features (n, f, h, w) to parameters (n, p, h, w).
     *
     * @param units between the two layers
     * @param parameters p
     * @param groups colours whose order is kept
     */
    static Block of(int units, int parameters, int groups) {
        return new Sequence()
                .add("relu1", Layers.elementwise(Activation::relu)) // its input is the encoder's
                .add("conv1", MaskedConv.pixel(units, groups))
                .add("relu2", Layers.reluInPlace())
                .add("conv2", MaskedConv.pixel(parameters, groups));
    }
}
