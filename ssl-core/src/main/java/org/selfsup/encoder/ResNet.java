package org.selfsup.encoder;

import ai.djl.nn.Block;
import org.jspecify.annotations.Nullable;

/**
 * Residual networks without their classifier, under torchvision's names.
 *
 * <pre>{@code stem | layer1 | layer2 | layer3 | layer4 | mean over all places }</pre>
 *
 * <p>(n, c, h, w) to (n, 512) for 18 and 34 layers, to (n, 2048) for the deeper and wider ones; c,
 * h and w are free. The weights of a torchvision network load with {@code StateDict.load(net, file,
 * "fc.")}. As there, and unlike in the paper, the stride of a bottleneck is on its 3 x 3
 * convolution.
 *
 * <p>He et al. 2016, <a href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image
 * Recognition</a>.
 */
public final class ResNet {

    private ResNet() {}

    /** What comes before the first stage. */
    public enum Stem {
        /** A 7 x 7 convolution with stride 2 and a max-pool: a quarter of the resolution. */
        IMAGENET,
        /** A 3 x 3 convolution at full resolution, for pictures of about 32 pixels a side. */
        CIFAR
    }

    /** The 3 x 3 convolutions of bottlenecks: channels in the first stage, and groups. */
    private record Bottleneck(int width, int groups) {}

    private static final Bottleneck PLAIN = new Bottleneck(64, 1);

    /** 18 layers, 11.2 million trained values. */
    public static Sequence resnet18(Stem stem) {
        return of(stem, null, 2, 2, 2, 2);
    }

    /** 34 layers, 21.3 million trained values. */
    public static Sequence resnet34(Stem stem) {
        return of(stem, null, 3, 4, 6, 3);
    }

    /** 50 layers, 23.5 million trained values. */
    public static Sequence resnet50(Stem stem) {
        return of(stem, PLAIN, 3, 4, 6, 3);
    }

    /** 101 layers, 42.5 million trained values. */
    public static Sequence resnet101(Stem stem) {
        return of(stem, PLAIN, 3, 4, 23, 3);
    }

    /** 152 layers, 58.1 million trained values. */
    public static Sequence resnet152(Stem stem) {
        return of(stem, PLAIN, 3, 8, 36, 3);
    }

    /**
     * ResNet-50 with twice as many channels in its 3 x 3 convolutions, 66.8 million trained values.
     *
     * <p>Zagoruyko and Komodakis 2016, <a href="https://arxiv.org/abs/1605.07146">Wide Residual
     * Networks</a>; the widths are torchvision's.
     */
    public static Sequence wideResnet50(Stem stem) {
        return of(stem, new Bottleneck(128, 1), 3, 4, 6, 3);
    }

    /**
     * ResNeXt-50 32x4d: twice as many channels in the 3 x 3 convolutions, in 32 groups; 23.0
     * million trained values.
     *
     * <p>Xie et al. 2017, <a href="https://arxiv.org/abs/1611.05431">Aggregated Residual
     * Transformations for Deep Neural Networks</a>.
     */
    public static Sequence resnext50(Stem stem) {
        return of(stem, new Bottleneck(128, 32), 3, 4, 6, 3);
    }

    /** Of basic blocks where there is no bottleneck. */
    private static Sequence of(Stem stem, @Nullable Bottleneck bottleneck, int... depths) {
        Sequence net = new Sequence();
        switch (stem) {
            case IMAGENET -> net.add("conv1", conv(64, 7, 2));
            case CIFAR -> net.add("conv1", conv(64, 3, 1));
        }
        net.add("bn1", new BatchNorm()).add("relu", Layers.reluInPlace());
        if (stem == Stem.IMAGENET) {
            net.add("maxpool", Layers.maxPool(3, 2, 1));
        }
        int channels = 64;
        for (int i = 0; i < depths.length; i++) {
            int width = 64 << i;
            Sequence stage = new Sequence();
            for (int j = 0; j < depths[i]; j++) {
                int stride = i > 0 && j == 0 ? 2 : 1;
                int out = bottleneck == null ? width : 4 * width;
                Block shortcut =
                        stride == 1 && channels == out
                                ? null
                                : new Sequence().add(conv(out, 1, stride)).add(new BatchNorm());
                stage.add(
                        bottleneck == null
                                ? Residual.basic(width, stride, shortcut)
                                : Residual.bottleneck(
                                        bottleneck.width << i,
                                        bottleneck.groups,
                                        out,
                                        stride,
                                        shortcut));
                channels = out;
            }
            net.add("layer" + (i + 1), stage);
        }
        return net.add("avgpool", Layers.globalAveragePool());
    }

    static Block conv(int filters, int kernel, int stride) {
        return conv(filters, kernel, stride, 1);
    }

    static Block conv(int filters, int kernel, int stride, int groups) {
        return Layers.started(
                Layers.conv(filters, kernel, stride, kernel / 2, false, groups),
                new Distribution.HeNormal());
    }
}
