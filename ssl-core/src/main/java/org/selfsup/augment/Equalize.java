package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Spreads the levels of each channel evenly, see {@link Colors#equalize}. No randomness; {@link
 * RandomApply} makes it happen sometimes.
 */
public record Equalize() implements ImageTransform {

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        Colors.equalize(image);
    }
}
