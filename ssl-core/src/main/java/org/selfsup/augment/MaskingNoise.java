package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Sets numbers of a picture to 0, each by itself with the same probability.
 *
 * <p>Vincent et al. 2008, "Extracting and Composing Robust Features with Denoising Autoencoders",
 * section 2.3; there the share of zeros is exact.
 *
 * @param p probability of a zero, 0 to 1
 */
public record MaskingNoise(double p) implements ImageTransform {

    /** Checks the probability. */
    public MaskingNoise {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < image.planeSize(); i++) {
                if (Ranges.happens(p, random)) {
                    plane[i] = 0;
                }
            }
        }
    }
}
