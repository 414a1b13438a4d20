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
        float[] values = image.values();
        int width = image.width();
        int size = image.size();
        for (int row = 0; row < size; row += width) {
            int right = row + width - 1;
            for (int x = 0; x < width / 2; x++) {
                float swapped = values[row + x];
                values[row + x] = values[right - x];
                values[right - x] = swapped;
            }
        }
    }
}
