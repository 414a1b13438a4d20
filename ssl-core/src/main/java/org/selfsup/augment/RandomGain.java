package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Louder or softer by a factor uniform in decibels; nothing is clipped.
 *
 * @param least decibels, negative for softer
 * @param most decibels, at least {@code least}
 * @param p probability, 0 to 1
 */
public record RandomGain(double least, double most, double p) implements WaveTransform {

    /** Checks the ranges. */
    public RandomGain {
        Ranges.requireOrder(least, most, "A gain in decibels");
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(float[] samples, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            float factor = (float) Ranges.decibels(least, most, random);
            for (int i = 0; i < samples.length; i++) {
                samples[i] *= factor;
            }
        }
    }
}
