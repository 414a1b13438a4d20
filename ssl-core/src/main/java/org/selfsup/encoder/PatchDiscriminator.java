package org.selfsup.encoder;

/**
 * A discriminator that judges every part of a picture for itself: (n, c, h, w) to logits (n, 1, h',
 * w'), positive where it looks real.
 *
 * <p>Convolutions 4 x 4 with stride 2 and LeakyReLU 0.2, channels doubling, then a 3 x 3
 * convolution to one channel; every weight is divided by its largest singular value, see {@link
 * Layers#spectralConv}. It takes pictures of any size that halves so often, and cannot tell that
 * parts do not belong together.
 *
 * <p>Isola et al. 2017, <a href="https://arxiv.org/abs/1611.07004">Image-to-Image Translation with
 * Conditional Adversarial Networks</a>, section 2.2.2; there with BatchNorm instead.
 */
public final class PatchDiscriminator {

    private PatchDiscriminator() {}

    /**
     * A discriminator.
     *
     * @param width channels after the first layer, at least 1; 64 in the paper
     * @param halvings of height and width, at least 1; 3 let a logit see 38 x 38 pixels
     */
    public static Sequence of(int width, int halvings) {
        if (width < 1 || halvings < 1) {
            throw new IllegalArgumentException(
                    "A discriminator has at least 1 channel and 1 halving, got "
                            + width
                            + " and "
                            + halvings);
        }
        Sequence net = new Sequence();
        for (int i = 1; i <= halvings; i++) {
            net.add("conv" + i, Layers.spectralConv(width << (i - 1), 4, 2, 1))
                    .add("relu" + i, Layers.leakyRelu(0.2f));
        }
        return net.add("last", Layers.spectralConv(1, 3, 1, 1));
    }
}
