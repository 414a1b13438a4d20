package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Inverts bright samples, see {@link Colors#solarize}.
 *
 * @param threshold least sample that is inverted, 0 to 1
 * @param p probability, 0 to 1
 */
public record RandomSolarize(double threshold, double p) implements ImageTransform {

    /** Checks the threshold and the probability. */
    public RandomSolarize {
        Ranges.require(threshold >= 0 && threshold <= 1, "A threshold is from 0 to 1", threshold);
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            Colors.solarize(image, threshold);
        }
    }
}
