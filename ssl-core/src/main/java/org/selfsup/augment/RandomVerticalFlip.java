package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Swaps top and bottom.
 *
 * @param p probability, 0 to 1
 */
public record RandomVerticalFlip(double p) implements ImageTransform {

    /** Checks the probability. */
    public RandomVerticalFlip {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            flip(image);
        }
    }

    /** Swaps top and bottom. */
    public static void flip(PlanarImage image) {
        int width = image.width();
        float[] swapped = image.scratch(0, width);
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int y = 0; y < image.height() / 2; y++) {
                int top = y * width;
                int bottom = image.planeSize() - width - top;
                System.arraycopy(plane, top, swapped, 0, width);
                System.arraycopy(plane, bottom, plane, top, width);
                System.arraycopy(swapped, 0, plane, bottom, width);
            }
        }
    }
}
