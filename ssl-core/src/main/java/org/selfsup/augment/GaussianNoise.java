package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Adds normal noise to every number of a picture. Nothing is clipped.
 *
 * <p>Vincent et al. 2010, "Stacked Denoising Autoencoders: Learning Useful Representations in a
 * Deep Network with a Local Denoising Criterion".
 *
 * @param std standard deviation, at least 0
 */
public record GaussianNoise(double std) implements ImageTransform {

    /** Checks the deviation. */
    public GaussianNoise {
        Ranges.require(
                std >= 0 && Double.isFinite(std),
                "The standard deviation of noise is finite and at least 0",
                std);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                plane[i] += (float) (std * random.nextGaussian());
            }
        }
    }
}
