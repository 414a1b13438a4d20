package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.Skip;
import org.selfsup.generative.autoregressive.MaskedConv.Mask;

/**
 * PixelCNN: masked convolutions from pixels to the distribution of each given those before it.
 *
 * <pre>{@code
 * p(x) = prod_i p(x_i | x_1, ..., x_(i-1))              (eq. 1), the colours of a pixel in order
 * 7 x 7 with mask A; then blocks x + conv 1x1, 3x3, 1x1 with mask B, each after a ReLU; two 1x1
 * }</pre>
 *
 * <p>Input: samples {@code (n, c, h, w)}, or {@code (n, h, w)} of one channel, with the values of
 * the pixels' distribution. All is trained. Windows lie such that places above and far to the right
 * are never seen, the blind spot that {@link GatedPixelCnn} is without.
 *
 * <p>Use it for likelihoods of small pictures and as a prior of codes; sampling is slow.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1601.06759">Pixel Recurrent Neural
 * Networks</a>.
 */
public final class PixelCnn extends PixelModel {

    /**
     * What makes the network.
     *
     * @param hidden h, channels within blocks; there are 2 h between them
     * @param blocks how many
     * @param units of the last hidden layer
     */
    public record Config(int hidden, int blocks, int units) {
        /** That of the paper for CIFAR-10. */
        public static final Config PAPER = new Config(128, 15, 1024);

        /** Checks the sizes. */
        public Config {
            if (hidden < 1 || blocks < 0 || units < 1) {
                throw new IllegalArgumentException(
                        "A PixelCNN has hidden channels, at least 0 blocks and units, got %d, %d and %d"
                                .formatted(hidden, blocks, units));
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
    public PixelCnn(Shape sample, PixelDistribution pixels, Config config) {
        super(sample, pixels, network(channels(sample), pixels, config), null);
    }

    private static Network network(int channels, PixelDistribution pixels, Config config) {
        int groups = pixels.groups(channels);
        int h = config.hidden();
        Sequence features = new Sequence().add("conv", new MaskedConv(2 * h, 7, Mask.A, groups));
        for (int i = 0; i < config.blocks(); i++) {
            features.add("block" + i, new Skip(body(h, groups)));
        }
        return new Network(
                features, PixelHead.of(config.units(), pixels.parameters(channels), groups));
    }

    private static Block body(int h, int groups) {
        return new Sequence()
                .add("relu1", Layers.elementwise(Activation::relu)) // the shortcut reads its input
                .add("conv1", MaskedConv.pixel(h, groups))
                .add("relu2", Layers.reluInPlace())
                .add("conv2", new MaskedConv(h, 3, Mask.B, groups))
                .add("relu3", Layers.reluInPlace())
                .add("conv3", MaskedConv.pixel(2 * h, groups));
    }
}
