package org.selfsup.encoder;

import ai.djl.nn.Block;

/**
 * The generator of SRGAN in two parts: a trunk that keeps the size of a picture, which is the
 * encoder, and what enlarges its map to a picture.
 *
 * <p>Ledig et al. 2017, <a href="https://arxiv.org/abs/1609.04802">Photo-Realistic Single Image
 * Super-Resolution Using a Generative Adversarial Network</a>, figure 4.
 */
public final class SrResNet {

    private static final int WIDE = 9; // kernel of the first and the last convolution

    private SrResNet() {}

    /**
     * The trunk, and the mean of its map over all places as features: (n, c, h, w) to (n, width).
     * Its block {@code map} gives (n, width, h, w).
     *
     * @param width channels of all layers; 64 in the paper
     * @param blocks residual blocks of two convolutions with BatchNorm and PReLU; 16 in the paper
     */
    public static Sequence trunk(int width, int blocks) {
        Sequence deep = new Sequence();
        for (int i = 1; i <= blocks; i++) {
            Sequence body =
                    new Sequence()
                            .add("conv1", conv(width))
                            .add("bn1", new BatchNorm())
                            .add("relu", new PRelu())
                            .add("conv2", conv(width))
                            .add("bn2", new BatchNorm());
            deep.add("block" + i, new Skip(body));
        }
        deep.add("conv", conv(width)).add("bn", new BatchNorm());
        return new Sequence()
                .add("first", Layers.conv(width, WIDE, 1, WIDE / 2, true))
                .add("relu", new PRelu())
                .add("map", new Skip(deep))
                .add("avgpool", Layers.globalAveragePool());
    }

    /**
     * What enlarges: (n, width, h, w) to (n, channels, 2^doublings h, 2^doublings w), of any
     * values, by sub-pixel convolutions.
     *
     * @param width channels of the map
     * @param doublings of height and width, at least 1; 2 in the paper
     * @param channels of the pictures
     */
    public static Sequence upsampler(int width, int doublings, int channels) {
        Sequence net = new Sequence();
        for (int i = 1; i <= doublings; i++) {
            net.add("conv" + i, Layers.conv(4 * width, 3, 1, 1, true))
                    .add("shuffle" + i, Layers.pixelShuffle(2))
                    .add("relu" + i, new PRelu());
        }
        return net.add("last", Layers.conv(channels, WIDE, 1, WIDE / 2, true));
    }

    private static Block conv(int width) {
        return Layers.conv(width, 3, 1, 1);
    }
}
