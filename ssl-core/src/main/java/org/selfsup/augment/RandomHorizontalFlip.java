package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Swaps left and right.
 *
 * @param p probability, 0 to 1
 */
public record RandomHorizontalFlip(double p) implements ImageTransform {

    /** Checks the probability. */
    public RandomHorizontalFlip {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            flip(image);
        }
    }

    /** Swaps left and right. */
    public static void flip(PlanarImage image) {
        for (int c = 0; c < image.channels(); c++) {
            flip(image.plane(c), image.planeSize(), image.width());
        }
    }

    private static void flip(float[] plane, int size, int width) {
        for (int row = 0; row < size; row += width) {
            int right = row + width - 1;
            for (int x = 0; x < width / 2; x++) {
                float swapped = plane[row + x];
                plane[row + x] = plane[right - x];
                plane[right - x] = swapped;
            }
        }
    }
}
