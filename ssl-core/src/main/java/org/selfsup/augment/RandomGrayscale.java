package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Replaces three channels by grey, see {@link Colors#grayscale}; one channel stays as it is.
 *
 * @param p probability, 0 to 1
 */
public record RandomGrayscale(double p) implements ImageTransform {

    /** Checks the probability. */
    public RandomGrayscale {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            Colors.grayscale(image);
        }
    }
}
