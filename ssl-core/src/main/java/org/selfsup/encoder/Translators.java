package org.selfsup.encoder;

import ai.djl.nn.Block;

/**
 * The networks of CycleGAN: from pictures to pictures of another domain, and a discriminator of
 * their patches. Both are convolutions alone and take pictures of any size.
 *
 * <p>Weights start from N(0, 0.02^2), biases at 0. Unlike in the paper borders are padded with
 * zeros instead of reflections, and enlarging repeats pixels before a convolution instead of
 * transposing one.
 *
 * <p>Zhu et al. 2017, <a href="https://arxiv.org/abs/1703.10593">Unpaired Image-to-Image
 * Translation using Cycle-Consistent Adversarial Networks</a>, appendix; the generator is that of
 * Johnson et al. 2016, the discriminator pix2pix's.
 */
public final class Translators {

    private Translators() {}

    /**
     * A generator (n, c, h, w) to (n, channels, h, w) with values in (-1, 1): a 7 x 7 convolution,
     * halvings, residual blocks, as many doublings, a 7 x 7 convolution and tanh. InstanceNorm and
     * ReLU follow every convolution but the last of each block and of all.
     *
     * @param channels of the pictures that come out
     * @param width channels at full size, doubled by every halving; 64 in the paper
     * @param halvings of rows and columns, which are multiples of 2^halvings; 2 in the paper
     * @param blocks residual ones, 6 or 9 in the paper
     */
    public static Sequence generator(int channels, int width, int halvings, int blocks) {
        Sequence net = new Sequence();
        layer(net, "in", Layers.conv(width, 7, 1, 3, false));
        for (int i = 1; i <= halvings; i++) {
            layer(net, "down" + i, Layers.conv(width << i, 3, 2, 1, false));
        }
        for (int i = 1; i <= blocks; i++) {
            Sequence body = new Sequence();
            layer(body, "conv1", Layers.conv(width << halvings, 3, 1, 1, false));
            body.add("conv2", start(Layers.conv(width << halvings, 3, 1, 1, false)))
                    .add("norm2", Layers.instanceNorm(false));
            net.add("block" + i, new Skip(body));
        }
        for (int i = halvings - 1; i >= 0; i--) {
            net.add("larger" + i, Layers.upsample(2));
            layer(net, "up" + i, Layers.conv(width << i, 3, 1, 1, false));
        }
        return net.add("out", start(Layers.conv(channels, 7, 1, 3, true)))
                .add("tanh", Layers.tanh());
    }

    private static void layer(Sequence net, String name, Block conv) {
        net.add(name, start(conv))
                .add(name + "_norm", Layers.instanceNorm(false))
                .add(name + "_relu", Layers.reluInPlace());
    }

    /**
     * The features of a PatchGAN discriminator, (n, c, h, w) to (n, width 2^(halvings - 1), h',
     * w'): 4 x 4 convolutions with stride 2, LeakyReLU 0.2, and InstanceNorm after all but the
     * first.
     *
     * @param width channels after the first; 64 in the paper
     * @param halvings of rows and columns, at least 1; 3 in the paper and one convolution more
     */
    public static Sequence patches(int width, int halvings) {
        if (halvings < 1) {
            throw new IllegalArgumentException(
                    "A discriminator of patches halves pictures at least once, got " + halvings);
        }
        Sequence net = new Sequence();
        for (int i = 0; i < halvings; i++) {
            net.add("conv" + i, start(Layers.conv(width << i, 4, 2, 1, i == 0)));
            if (i > 0) {
                net.add("norm" + i, Layers.instanceNorm(false));
            }
            net.add("relu" + i, Layers.leakyRelu(0.2f));
        }
        return net;
    }

    /** One logit for every place, (n, d, h, w) to (n, 1, h - 1, w - 1): a 4 x 4 convolution. */
    public static Block logits() {
        return start(Layers.conv(1, 4, 1, 1, true));
    }

    private static Block start(Block layer) {
        return Layers.startedFlat(layer, new Distribution.Normal(0.02));
    }
}
