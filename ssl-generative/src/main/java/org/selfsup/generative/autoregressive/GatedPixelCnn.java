package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.types.Shape;
import org.selfsup.data.Labels;

/**
 * Gated PixelCNN: two stacks of convolutions without a blind spot, gates, and perhaps a condition.
 *
 * <pre>{@code
 * y = tanh(W_f * x + V_f c) o sigmoid(W_g * x + V_g c)                    (eqs. 2 and 4)
 * vertical stack: the rows above; horizontal stack: the own row to the left, and the vertical one
 * }</pre>
 *
 * <p>Input: samples {@code (n, c, h, w)}, or {@code (n, h, w)} of one channel such as codes of a
 * codebook, with the values of the pixels' distribution, and the condition {@code (n, k)} if there
 * is one. All is trained. The paper's vertical windows are masked or shifted ones; here they have
 * only the rows they see. The vertical stack sees all colours of the rows above at once.
 *
 * <p>Given {@link Labels} it learns p(x | class): the classes of a batch are found by its samples
 * and reach the network one-hot. A likelihood, and a sample, is then one given classes.
 *
 * <p>Use it as {@link PixelCnn}, which learns a little worse at the same size.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1606.05328">Conditional Image
 * Generation with PixelCNN Decoders</a>.
 */
public final class GatedPixelCnn extends PixelModel {

    /**
     * What makes the network.
     *
     * @param hidden p, channels of each stack, a multiple of the colours
     * @param layers at least 1
     * @param units of the last hidden layer
     */
    public record Config(int hidden, int layers, int units) {

        /** Checks the sizes. */
        public Config {
            if (hidden < 1 || layers < 1 || units < 1) {
                throw new IllegalArgumentException(
                        "A gated PixelCNN has hidden channels, layers and units, got %d, %d and %d"
                                .formatted(hidden, layers, units));
            }
        }
    }

    /**
     * A model of pictures.
     *
     * @param sample (c, h, w), or (h, w) of one channel
     * @param pixels what a pixel is distributed like
     * @param config sizes
     */
    public GatedPixelCnn(Shape sample, PixelDistribution pixels, Config config) {
        this(sample, pixels, 0, config);
    }

    /**
     * A model of pictures given a condition, which stands second in every batch.
     *
     * @param sample (c, h, w), or (h, w) of one channel
     * @param pixels what a pixel is distributed like
     * @param condition k, its features; 0 for none
     * @param config sizes
     */
    public GatedPixelCnn(Shape sample, PixelDistribution pixels, int condition, Config config) {
        super(sample, pixels, network(channels(sample), pixels, condition, config), null);
    }

    /**
     * A model of pictures given their class.
     *
     * @param sample (c, h, w), or (h, w) of one channel
     * @param pixels what a pixel is distributed like
     * @param labels of the samples to train on, in their order
     * @param config sizes
     */
    public GatedPixelCnn(Shape sample, PixelDistribution pixels, Labels labels, Config config) {
        super(
                sample,
                pixels,
                network(channels(sample), pixels, labels.names().size(), config),
                labels);
    }

    private static Network network(
            int channels, PixelDistribution pixels, int condition, Config config) {
        int groups = pixels.groups(channels);
        int hidden = requireMultiple(config.hidden(), groups);
        return new Network(
                new GatedStacks(hidden, config.layers(), groups, condition > 0),
                PixelHead.of(config.units(), pixels.parameters(channels), groups),
                condition,
                1);
    }
}
