package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Gives each channel of each picture mean 0 and standard deviation 1. No randomness.
 *
 * <p>{@code (x - m) / max(s, 1 / 255)}, m and s of the channel itself: where there is nothing to
 * see, noise is not blown up. Patches of a jigsaw are treated so, lest their means give their
 * places away.
 */
public record Standardize() implements ImageTransform {

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        int count = image.planeSize();
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += plane[i];
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                squares += (plane[i] - mean) * (plane[i] - mean);
            }
            double std = Math.max(Math.sqrt(squares / count), 1 / 255.0);
            for (int i = 0; i < count; i++) {
                plane[i] = (float) ((plane[i] - mean) / std);
            }
        }
    }
}
