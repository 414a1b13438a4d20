package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** A change of one picture, random or not. Instances keep no state and serve many threads. */
@FunctionalInterface
public interface ImageTransform {

    /**
     * Changes the picture in place.
     *
     * @param image samples in 0 to 1 unless already normalised
     * @param random the only source of randomness
     */
    void apply(PlanarImage image, RandomGenerator random);
}
