package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;

/**
 * What the values of a pixel are distributed like, given numbers that a network makes of the pixels
 * before it.
 *
 * <p>{@link BernoulliPixels} are black or white, {@link CategoricalPixels} one of a few levels or
 * codes, {@link LogisticMixturePixels} of 8 bits with few parameters.
 */
public interface PixelDistribution {

    /** From samples {@code (n, c, h, w)} to what the network sees of them, colours in blocks. */
    Block input();

    /**
     * How many numbers the network makes for a pixel; those of a colour are in one block.
     *
     * @param channels c
     */
    int parameters(int channels);

    /**
     * How many parts a pixel is drawn in, one after another through the network: one for each
     * colour, unless they are drawn at once.
     *
     * @param channels c
     */
    default int groups(int channels) {
        return channels;
    }

    /**
     * How many uniform numbers a draw of a pixel takes: one for each colour, unless more are
     * needed.
     *
     * @param channels c
     */
    default int noises(int channels) {
        return channels;
    }

    /**
     * log p(x) of each sample, in nats, {@code (n)}.
     *
     * @param parameters {@code (n, p, h, w)}
     * @param x samples {@code (n, c, h, w)}
     * @throws IllegalArgumentException if a value is none of this distribution's
     */
    NDArray logLikelihood(NDArray parameters, NDArray x);

    /**
     * Values that follow from uniform numbers by the inverse of the distribution function.
     *
     * @param parameters {@code (n, p, h, w)}
     * @param noise uniform in [0, 1), {@code (n, noises, h, w)}
     * @return {@code (n, c, h, w)}
     */
    NDArray draw(NDArray parameters, NDArray noise);
}
