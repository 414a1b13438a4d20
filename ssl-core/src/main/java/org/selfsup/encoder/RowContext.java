package org.selfsup.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * A network that reads a map row by row: every place knows its own row and those above it, within
 * reach, and nothing below.
 *
 * <p>Convolutions of 3 x 3 whose window ends at the row itself, each with a ReLU; so many layers
 * reach twice so many rows up and so many columns to either side. It is the vertical stack of van
 * den Oord et al. 2016, <a href="https://arxiv.org/abs/1606.05328">Conditional Image Generation
 * with PixelCNN Decoders</a>.
 */
public final class RowContext {

    private RowContext() {}

    /**
     * From (n, c, h, w) to (n, width, h, w).
     *
     * @param width channels of every layer
     * @param layers at least 1
     */
    public static Sequence of(int width, int layers) {
        if (layers < 1) {
            throw new IllegalArgumentException("A context has at least one layer, got " + layers);
        }
        Sequence net = new Sequence();
        for (int i = 1; i <= layers; i++) {
            // Padded by 2 on all sides, of which two rows below and a column aside are too many.
            net.add("conv" + i, Layers.conv(width, 3, 1, 2, true))
                    .add(
                            "above" + i,
                            Layers.operation(
                                    x -> x.get(":, :, :-2, 1:-1"),
                                    in ->
                                            new Shape(
                                                    in.get(0),
                                                    in.get(1),
                                                    in.get(2) - 2,
                                                    in.get(3) - 2)))
                    .add("relu" + i, Layers.elementwise(Activation::relu));
        }
        return net;
    }
}
