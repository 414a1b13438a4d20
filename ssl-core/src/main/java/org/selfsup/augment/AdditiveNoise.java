package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Adds white noise at a signal-to-noise ratio uniform in decibels.
 *
 * <p>The ratio is that of the sound's mean square to the noise's variance; silence stays silence.
 *
 * @param least decibels: the most noise
 * @param most decibels, at least {@code least}
 * @param p probability, 0 to 1
 */
public record AdditiveNoise(double least, double most, double p) implements WaveTransform {

    /** Checks the ranges. */
    public AdditiveNoise {
        Ranges.requireOrder(least, most, "A signal-to-noise ratio in decibels");
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(float[] samples, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            double power = 0;
            for (float sample : samples) {
                power += (double) sample * sample;
            }
            double level = Math.sqrt(power / samples.length) / Ranges.decibels(least, most, random);
            for (int i = 0; i < samples.length; i++) {
                samples[i] += (float) (level * Ranges.noise(random));
            }
        }
    }
}
