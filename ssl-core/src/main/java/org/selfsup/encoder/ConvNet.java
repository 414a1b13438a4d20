package org.selfsup.encoder;

/**
 * Small convolutional encoders, for pictures of 16 to 64 pixels a side.
 *
 * <p>All but {@link #pooled} are alike: one 3 x 3 convolution, BatchNorm and ReLU for every width,
 * the first at full resolution and each further one at half of that before; then the mean over all
 * places.
 */
public final class ConvNet {

    private ConvNet() {}

    /** Widths 32, 64, 128, 256: (n, c, h, w) to (n, 256); 388,896 trained values for c = 3. */
    public static Sequence standard() {
        return of(32, 64, 128, 256);
    }

    /**
     * Three quarters of those widths, 24, 48, 96, 192: (n, c, h, w) to (n, 192); 219,096 trained
     * values for c = 3. A student of the standard one.
     */
    public static Sequence small() {
        return of(24, 48, 96, 192);
    }

    /**
     * LeNet as DANN has it for digits, without normalisation: 5 x 5 convolutions to 32 and 48
     * channels, each with its max-pool of 2 x 2 and ReLU, and all places kept. (n, c, h, w) to (n,
     * 48 h' w') with h' = ((h - 4) / 2 - 4) / 2, which is 768 for 28 x 28; 40,880 trained values
     * for c = 3. Its features have the size of those pictures it was initialised for.
     *
     * <p>Ganin et al. 2016, <a href="https://arxiv.org/abs/1505.07818">Domain-Adversarial Training
     * of Neural Networks</a>, figure 4a.
     */
    public static Sequence pooled() {
        Sequence net = new Sequence();
        int number = 1;
        for (int width : new int[] {32, 48}) {
            net.add("conv" + number, Layers.conv(width, 5, 1, 0, true))
                    .add("maxpool" + number, Layers.maxPool(2, 2, 0))
                    .add("relu" + number, Layers.reluInPlace());
            number++;
        }
        return net.add("flatten", Layers.flatten());
    }

    /**
     * An encoder (n, c, h, w) to (n, last width), for any c, h and w.
     *
     * @param widths channels after each convolution, at least one
     */
    public static Sequence of(int... widths) {
        if (widths.length == 0) {
            throw new IllegalArgumentException("A ConvNet needs at least one width, got none");
        }
        Sequence net = new Sequence();
        for (int i = 0; i < widths.length; i++) {
            int number = i + 1;
            net.add("conv" + number, Layers.conv(widths[i], 3, i == 0 ? 1 : 2, 1))
                    .add("bn" + number, new BatchNorm())
                    .add("relu" + number, Layers.reluInPlace());
        }
        return net.add("avgpool", Layers.globalAveragePool());
    }
}
