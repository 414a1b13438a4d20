package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Changes the sign of all samples, which the ear does not notice.
 *
 * @param p probability, 0 to 1
 */
public record RandomPolarity(double p) implements WaveTransform {

    /** Checks the probability. */
    public RandomPolarity {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(float[] samples, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = -samples[i];
            }
        }
    }
}
