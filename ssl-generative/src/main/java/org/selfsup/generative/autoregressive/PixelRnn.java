package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.types.Shape;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.Skip;
import org.selfsup.generative.autoregressive.MaskedConv.Mask;

/**
 * PixelRNN: LSTMs that run over the places of a picture, with residual connections.
 *
 * <pre>{@code
 * [o, f, i, g] = sigma(K_ss * h_before + K_is * x)                  (eq. 3)
 * 7 x 7 with mask A; then layers x + conv 1x1 (LSTM(x)); two 1x1
 * }</pre>
 *
 * <p>Input: samples {@code (n, c, h, w)}, or {@code (n, h, w)} of one channel, with the values of
 * the pixels' distribution. All is trained. The paper's nets of several scales are not here.
 *
 * <p>{@link Kind#DIAGONAL} sees all pixels before one but the last of the row above where it is far
 * away, {@link Kind#ROW} a triangle above it and is some times faster. Both run step after step and
 * are slower than {@link GatedPixelCnn}, which is as good.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1601.06759">Pixel Recurrent Neural
 * Networks</a>.
 */
public final class PixelRnn extends PixelModel {

    /** In which order places are run through. */
    public enum Kind {
        /** The row LSTM: row after row (section 3.1). */
        ROW,
        /** The diagonal BiLSTM: diagonal after diagonal, from both sides (section 3.2). */
        DIAGONAL
    }

    /**
     * What makes the network.
     *
     * @param hidden h, channels of the LSTMs, a multiple of the colours; there are 2 h between them
     * @param layers at least 1
     * @param units of the last hidden layer
     */
    public record Config(int hidden, int layers, int units) {
        /** That of the paper for MNIST, with the diagonal BiLSTM. */
        public static final Config PAPER = new Config(16, 7, 32);

        /** Checks the sizes. */
        public Config {
            if (hidden < 1 || layers < 1 || units < 1) {
                throw new IllegalArgumentException(
                        "A PixelRNN has hidden channels, layers and units, got %d, %d and %d"
                                .formatted(hidden, layers, units));
            }
        }
    }

    /**
     * A model of pictures.
     *
     * @param sample (c, h, w), or (h, w) of one channel
     * @param pixels what a pixel is distributed like
     * @param kind of the LSTMs
     * @param config sizes
     */
    public PixelRnn(Shape sample, PixelDistribution pixels, Kind kind, Config config) {
        super(sample, pixels, network(channels(sample), pixels, kind, config), null);
    }

    private static Network network(
            int channels, PixelDistribution pixels, Kind kind, Config config) {
        int groups = pixels.groups(channels);
        int h = requireMultiple(config.hidden(), groups);
        Sequence features = new Sequence().add("conv", new MaskedConv(2 * h, 7, Mask.A, groups));
        for (int i = 0; i < config.layers(); i++) {
            Sequence layer =
                    new Sequence()
                            .add(
                                    "lstm",
                                    kind == Kind.ROW
                                            ? PixelLstm.row(h, groups)
                                            : PixelLstm.diagonal(h, groups))
                            .add("conv", MaskedConv.pixel(2 * h, groups));
            features.add("layer" + i, new Skip(layer));
        }
        return new Network(
                features, PixelHead.of(config.units(), pixels.parameters(channels), groups));
    }
}
