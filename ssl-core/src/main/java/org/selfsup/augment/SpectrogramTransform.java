package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** A change of one spectrogram, random or not. Instances keep no state and serve many threads. */
@FunctionalInterface
public interface SpectrogramTransform {

    /**
     * Changes the spectrogram in place.
     *
     * @param values {@code (bands, frames)} row by row
     * @param frames how many
     * @param random the only source of randomness
     */
    void apply(float[] values, int frames, RandomGenerator random);
}
