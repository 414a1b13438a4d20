package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Dcgan;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.ResNet;

/** Encoders by the name they have on the command line. */
enum EncoderChoice {
    /** Four convolutions, 32 to 256 wide; trains in minutes on two cores. */
    CONVNET,
    /** ResNet-18. */
    RESNET18,
    /** ResNet-34. */
    RESNET34,
    /** ResNet-50. */
    RESNET50,
    /** ResNet-101. */
    RESNET101,
    /** Two linear layers of 500 units. */
    MLP,
    /** DCGAN's convolutions for 28 or 32 pixels, with BatchNorm. */
    DCGAN,
    /** The same with spectral normalisation. */
    DCGAN_SPECTRAL,
    /** The same without any normalisation. */
    DCGAN_PLAIN;

    /** PictureSet up to this size keep their resolution in the first layers, as CIFAR's do. */
    private static final int SMALL = 64;

    /**
     * A new encoder without values.
     *
     * @param size rows and columns of the pictures
     */
    Block create(int size) {
        ResNet.Stem stem = size <= SMALL ? ResNet.Stem.CIFAR : ResNet.Stem.IMAGENET;
        return switch (this) {
            case CONVNET -> ConvNet.of(32, 64, 128, 256);
            case RESNET18 -> ResNet.resnet18(stem);
            case RESNET34 -> ResNet.resnet34(stem);
            case RESNET50 -> ResNet.resnet50(stem);
            case RESNET101 -> ResNet.resnet101(stem);
            case MLP -> Mlp.encoder(500, 500).add("relu", Layers.reluInPlace());
            case DCGAN -> dcgan(size, Dcgan.Norm.BATCH);
            case DCGAN_SPECTRAL -> dcgan(size, Dcgan.Norm.SPECTRAL);
            case DCGAN_PLAIN -> dcgan(size, Dcgan.Norm.NONE);
        };
    }

    private static Block dcgan(int size, Dcgan.Norm norm) {
        return Dcgan.encoder(size, 32, norm, 256).add("relu", Layers.leakyRelu(0.2f));
    }
}
