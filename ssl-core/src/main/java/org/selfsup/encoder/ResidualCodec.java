package org.selfsup.encoder;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;

/**
 * The networks of VQ-VAE: convolutions that halve height and width, residual blocks, and the way
 * back. No normalisation.
 *
 * <p>A residual block is {@code x + conv1(relu(conv3(relu(x))))}, with half as many channels
 * within; there are two at the end of every encoder and at the beginning of every decoder. Unlike
 * in the paper a decoder has no transposed convolutions: it repeats every pixel and convolves, see
 * {@link Layers#upsample}.
 *
 * <p>van den Oord et al. 2017, <a href="https://arxiv.org/abs/1711.00937">Neural Discrete
 * Representation Learning</a>, section 4.1.
 */
public final class ResidualCodec {

    private static final int BLOCKS = 2;

    private ResidualCodec() {}

    /**
     * Maps of one scale, and their means as features: (n, c, h, w) to (n, width). Its block {@code
     * map} gives (n, width, h', w'), h' = h / 2^halvings.
     *
     * @param width channels of the maps, at least 2; 256 in the paper
     * @param halvings of height and width, at least 1; 2 in the paper for pictures of 32
     */
    public static Sequence encoder(int width, int halvings) {
        return new Sequence()
                .add("map", down(width, halvings))
                .add("avgpool", Layers.globalAveragePool());
    }

    /**
     * Maps of two scales, and the means of the smaller as features: (n, c, h, w) to (n, width). Its
     * block {@code bottom} gives maps as {@link #encoder}'s, {@code top} gives maps of half their
     * height and width.
     *
     * @param width channels of the maps, at least 2
     * @param halvings of height and width from the picture to the bottom, at least 1
     */
    public static Sequence twoScales(int width, int halvings) {
        return new Sequence()
                .add("bottom", down(width, halvings))
                .add("top", down(width, 1))
                .add("avgpool", Layers.globalAveragePool());
    }

    /**
     * Maps to larger maps, (n, d, h, w) to (n, channels, h', w'), h' = h 2^doublings: a picture, or
     * the smaller scale's part in the larger one.
     *
     * @param width channels on the way, at least 2
     * @param doublings of height and width, at least 1
     * @param channels that come out, of any values
     */
    public static Sequence decoder(int width, int doublings, int channels) {
        Sequence net = new Sequence().add("first", conv(width, 3, 1));
        blocks(net, width);
        for (int i = 1; i <= doublings; i++) {
            net.add("up" + i, Layers.upsample(2));
            net.add("conv" + i, conv(i == doublings ? channels : width, 3, 1));
            if (i < doublings) {
                net.add("relu" + i, Layers.reluInPlace());
            }
        }
        return net;
    }

    private static Sequence down(int width, int halvings) {
        Sequence net = new Sequence();
        for (int i = 1; i <= halvings; i++) {
            net.add("conv" + i, Layers.conv(width, 4, 2, 1, true));
            net.add("relu" + i, Layers.reluInPlace());
        }
        net.add("last", conv(width, 3, 1));
        return blocks(net, width);
    }

    private static Sequence blocks(Sequence net, int width) {
        for (int i = 1; i <= BLOCKS; i++) {
            Sequence body =
                    new Sequence()
                            .add("relu1", Layers.elementwise(Activation::relu))
                            .add("conv1", conv(width / 2, 3, 1))
                            .add("relu2", Layers.reluInPlace())
                            .add("conv2", conv(width, 1, 0));
            net.add("block" + i, new Skip(body));
        }
        return net.add("relu", Layers.reluInPlace());
    }

    private static Block conv(int filters, int kernel, int padding) {
        return Layers.conv(filters, kernel, 1, padding, true);
    }
}
