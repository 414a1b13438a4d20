package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Applies a transform, or leaves the picture as it is.
 *
 * @param transform what may happen
 * @param p probability, 0 to 1
 */
public record RandomApply(ImageTransform transform, double p) implements ImageTransform {

    /** Checks the probability. */
    public RandomApply {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            transform.apply(image, random);
        }
    }
}
