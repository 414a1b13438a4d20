package org.selfsup.encoder;

import ai.djl.nn.Block;

/**
 * The convolutional networks of DCGAN for pictures of 28 or 32 pixels a side: a generator or
 * decoder, and a discriminator or encoder.
 *
 * <p>The decoder goes from 7 x 7 or 4 x 4 places up, the encoder down to them, by a factor of 2 at
 * a time; every step down doubles the channels, from {@code width} at the finest. Weights start
 * from N(0, 0.02^2), biases at 0. Unlike in the paper, whose pictures have 64 pixels a side, the
 * last layer of an encoder is a linear one, so that any number of features can come out.
 *
 * <p>Radford, Metz and Chintala 2016, <a href="https://arxiv.org/abs/1511.06434">Unsupervised
 * Representation Learning with Deep Convolutional Generative Adversarial Networks</a>.
 */
public final class Dcgan {

    private Dcgan() {}

    /** How a decoder doubles height and width. */
    public enum Upsampling {
        /** A transposed convolution, 4 x 4 with stride 2: the paper's. */
        TRANSPOSED,
        /** Every pixel repeated, then a convolution 3 x 3: without checkerboard artefacts. */
        RESIZED
    }

    /** What keeps an encoder in bounds. */
    public enum Norm {
        /** Nothing: for a gradient penalty, and for auto-encoders. */
        NONE,
        /** BatchNorm after every convolution but the first: the paper's. */
        BATCH,
        /** Every weight divided by its largest singular value. */
        SPECTRAL
    }

    /**
     * A generator (n, d) to (n, channels, size, size) with values in (-1, 1).
     *
     * @param size 28 or 32
     * @param channels of the pictures, 1 or 3
     * @param width channels before the last layer; 64 in the paper, where size 32, d = 100 and 3
     *     channels make 1.1 million trained values
     * @param upsampling how height and width double
     */
    public static Sequence generator(int size, int channels, int width, Upsampling upsampling) {
        return decoder(size, channels, width, upsampling).add("tanh", Layers.tanh());
    }

    /**
     * A generator without its last tanh: any values, such as logits or means.
     *
     * @param size 28 or 32
     * @param channels of the pictures
     * @param width channels before the last layer
     * @param upsampling how height and width double
     */
    public static Sequence decoder(int size, int channels, int width, Upsampling upsampling) {
        int steps = steps(size);
        int side = size >> steps;
        int filters = width << (steps - 1);
        Sequence net = new Sequence();
        net.add("project", start(Layers.linear((long) filters * side * side, false)));
        net.add("shape", Layers.reshape(filters, side, side));
        for (int i = 1; i <= steps; i++) {
            net.add("bn" + i, new BatchNorm()).add("relu" + i, Layers.reluInPlace());
            filters = width << Math.max(0, steps - 1 - i);
            boolean last = i == steps;
            up(net, i, last ? channels : filters, last, upsampling);
        }
        return net;
    }

    private static void up(Sequence net, int i, int filters, boolean bias, Upsampling upsampling) {
        switch (upsampling) {
            case TRANSPOSED ->
                    net.add("conv" + i, start(Layers.transposedConv(filters, 4, 2, 1, bias)));
            case RESIZED ->
                    net.add("up" + i, Layers.upsample(2))
                            .add("conv" + i, start(Layers.conv(filters, 3, 1, 1, bias)));
        }
    }

    /**
     * A discriminator (n, c, size, size) to one logit (n, 1), positive for real pictures.
     *
     * @param size 28 or 32
     * @param width channels after the first layer; 64 in the paper, where size 32 and 3 channels
     *     make 0.66 million trained values
     * @param norm what keeps it in bounds
     */
    public static Sequence discriminator(int size, int width, Norm norm) {
        return encoder(size, width, norm, 1);
    }

    /**
     * An encoder (n, c, size, size) to (n, units): convolutions 4 x 4 with stride 2, LeakyReLU 0.2
     * and a linear layer.
     *
     * @param size 28 or 32
     * @param width channels after the first layer
     * @param norm what keeps it in bounds
     * @param units features that come out
     */
    public static Sequence encoder(int size, int width, Norm norm, long units) {
        int steps = steps(size);
        Sequence net = new Sequence();
        for (int i = 1; i <= steps; i++) {
            int filters = width << (i - 1);
            boolean normed = norm == Norm.BATCH && i > 1;
            Block conv =
                    norm == Norm.SPECTRAL
                            ? Layers.spectralConv(filters, 4, 2, 1)
                            : Layers.conv(filters, 4, 2, 1, !normed);
            net.add("conv" + i, start(conv));
            if (normed) {
                net.add("bn" + i, new BatchNorm());
            }
            net.add("relu" + i, Layers.leakyRelu(0.2f));
        }
        net.add("flatten", Layers.flatten());
        Block last =
                norm == Norm.SPECTRAL ? Layers.spectralLinear(units) : Layers.linear(units, true);
        return net.add("last", start(last));
    }

    private static int steps(int size) {
        return switch (size) {
            case 28 -> 2;
            case 32 -> 3;
            default ->
                    throw new IllegalArgumentException(
                            "DCGAN is here for pictures of 28 or 32 pixels a side, got " + size);
        };
    }

    private static Block start(Block layer) {
        return Layers.startedFlat(layer, new Distribution.Normal(0.02));
    }
}
