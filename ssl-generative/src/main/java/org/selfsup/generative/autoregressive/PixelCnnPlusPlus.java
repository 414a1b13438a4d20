package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;

/**
 * PixelCNN++: a mixture of logistic distributions for a whole pixel, shifted instead of masked
 * convolutions, and a network that sees the picture at several sizes.
 *
 * <pre>{@code
 * nu ~ sum_k pi_k logistic(mu_k, s_k),   x = nu rounded to 8 bits      (eqs. 1 and 2)
 * mu_g = m_g + alpha x_r,   mu_b = m_b + beta x_r + gamma x_g          (eq. 3)
 * }</pre>
 *
 * <p>Input: pictures {@code (n, c, h, w)} of 8 bits, scaled to -1 to 1, of one or three colours; h
 * and w divide by 2 for each level but the first. All is trained. Unlike in the authors' program
 * weights are not normalised, and maps grow by repeating places before a shifted convolution
 * instead of a transposed one.
 *
 * <p>Use it for pictures of many levels, where a softmax over 256 is slow to learn. Of two levels
 * {@link GatedPixelCnn} with {@link BernoulliPixels} is the better model.
 *
 * <p>Salimans et al. 2017, <a href="https://arxiv.org/abs/1701.05517">PixelCNN++: Improving the
 * PixelCNN with Discretized Logistic Mixture Likelihood and Other Modifications</a>.
 */
public final class PixelCnnPlusPlus extends PixelModel {

    /**
     * What makes the network.
     *
     * @param levels sizes of the maps, each half of the one before, at least 1
     * @param resnets blocks of a level on the way down, at least 1
     * @param filters channels of both streams
     * @param components of the mixture
     * @param dropout share of values within blocks set to 0 in training
     */
    public record Config(int levels, int resnets, int filters, int components, float dropout) {
        /** That of the paper for CIFAR-10. */
        public static final Config PAPER = new Config(3, 5, 160, 10, 0.5f);

        /** Checks the sizes. */
        public Config {
            if (levels < 1 || resnets < 1 || filters < 1) {
                throw new IllegalArgumentException(
                        "PixelCNN++ has levels, blocks and filters, got %d, %d and %d"
                                .formatted(levels, resnets, filters));
            }
        }
    }

    /**
     * A model of pictures.
     *
     * @param sample (c, h, w), or (h, w) of one channel
     * @param config sizes
     */
    public PixelCnnPlusPlus(Shape sample, Config config) {
        super(
                sample,
                new LogisticMixturePixels(config.components()),
                network(sample, config),
                null);
    }

    private static Network network(Shape sample, Config config) {
        int rows = 1 << (config.levels() - 1);
        int channels = channels(sample);
        if (sample.get(sample.dimension() - 2) % rows != 0
                || sample.getLastDimension() % rows != 0) {
            throw new IllegalArgumentException(
                    config.levels()
                            + " levels need a height and width that divide by "
                            + rows
                            + ", got "
                            + sample
                            + "; take fewer levels");
        }
        int parameters = new LogisticMixturePixels(config.components()).parameters(channels);
        Block head =
                new Sequence()
                        .add("elu", Layers.elementwise(x -> Activation.elu(x, 1)))
                        .add("conv", Layers.conv(parameters, 1, 1, 0, true));
        return new Network(new TwoStreams(config), head, 0, rows);
    }
}
