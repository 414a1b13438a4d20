package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Sets numbers of a picture to black or white, each by itself with the same probability, and either
 * with probability 1/2.
 *
 * <p>Vincent et al. 2010, "Stacked Denoising Autoencoders: Learning Useful Representations in a
 * Deep Network with a Local Denoising Criterion"; there the share of the changed numbers is exact.
 *
 * @param p probability of a change, 0 to 1
 * @param black lowest number of a picture; 0 unless it is normalised
 * @param white highest number of a picture, above black; 1 unless it is normalised
 */
public record SaltAndPepper(double p, float black, float white) implements ImageTransform {

    /** Checks the numbers. */
    public SaltAndPepper {
        Ranges.requireProbability(p);
        Ranges.require(
                black < white && Float.isFinite(white - black),
                "Black is below white, both finite",
                black + " and " + white);
    }

    /** For pictures in 0 to 1. */
    public SaltAndPepper(double p) {
        this(p, 0, 1);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                double drawn = random.nextDouble();
                if (drawn < p) {
                    plane[i] = drawn < p / 2 ? black : white;
                }
            }
        }
    }
}
