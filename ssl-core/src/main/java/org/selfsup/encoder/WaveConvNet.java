package org.selfsup.encoder;

/**
 * The convolutional encoder of waveforms of contrastive predictive coding.
 *
 * <p>Five convolutions with strides 5, 4, 2, 2, 2 and kernels 10, 8, 4, 4, 4, each with a ReLU: one
 * vector for 160 samples, (n, 1, t) to (n, width, t / 160) for t a multiple of 160, every one of
 * which sees 465 samples. Layers are padded by 3, 2, 1, 1, 1 for that, of which the paper says
 * nothing.
 *
 * <p>van den Oord, Li and Vinyals 2018, <a href="https://arxiv.org/abs/1807.03748">Representation
 * learning with contrastive predictive coding</a>, section 3.1.
 */
public final class WaveConvNet {

    private static final int[] KERNELS = {10, 8, 4, 4, 4};
    private static final int[] STRIDES = {5, 4, 2, 2, 2};
    private static final int[] PADDINGS = {3, 2, 1, 1, 1};

    /** Channels of {@link #standard}. */
    public static final int STANDARD = 128;

    private WaveConvNet() {}

    /** 128 codes and 256 contexts, see {@link #withContext}: (n, 1, t) to (n, 256). */
    public static Sequence standard() {
        return withContext(STANDARD, 2 * STANDARD);
    }

    /**
     * The normalised network, then a GRU that reads its codes one after another, and the mean over
     * time: (n, 1, t) to (n, contexts). The block {@code codes} gives (n, t / 160, codes), {@code
     * context} gives (n, t / 160, contexts), each knowing nothing of later codes.
     *
     * @param codes channels of every convolution; 512 in the paper
     * @param contexts units of the GRU; 256 in the paper
     */
    public static Sequence withContext(int codes, int contexts) {
        return new Sequence()
                .add("convolutions", cpcNormalized(codes))
                .add("codes", Layers1d.swapTimeAndChannels())
                .add("gru", Recurrent.gru(contexts, 1, false))
                .add("context", Layers1d.first())
                .add("channels", Layers1d.swapTimeAndChannels())
                .add("mean", Layers1d.globalAveragePool());
    }

    /**
     * As in the paper, without normalisation.
     *
     * @param width channels of every layer, 512 in the paper
     */
    public static Sequence cpc(int width) {
        return of(width, false);
    }

    /**
     * With {@link Layers1d#channelNorm} after every convolution, which lets no step see another.
     *
     * @param width channels of every layer
     */
    public static Sequence cpcNormalized(int width) {
        return of(width, true);
    }

    private static Sequence of(int width, boolean normalized) {
        Sequence net = new Sequence();
        for (int i = 0; i < KERNELS.length; i++) {
            net.add(
                    "conv" + i,
                    Layers1d.conv(width, KERNELS[i], STRIDES[i], PADDINGS[i], !normalized));
            if (normalized) {
                net.add("norm" + i, Layers1d.channelNorm());
            }
            net.add("relu" + i, Layers.reluInPlace());
        }
        return net;
    }
}
