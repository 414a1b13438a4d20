package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** A change of one sound, random or not. Instances keep no state and serve many threads. */
@FunctionalInterface
public interface WaveTransform {

    /**
     * Changes the sound in place.
     *
     * @param samples nominally in [-1, 1]
     * @param random the only source of randomness
     */
    void apply(float[] samples, RandomGenerator random);
}
