package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Moves the sound earlier or later by a whole number of samples, leaving zeros behind; pitch and
 * tempo stay.
 *
 * @param most samples, at least 0; the shift is uniform in [-most, most]
 * @param p probability, 0 to 1
 */
public record TimeShift(int most, double p) implements WaveTransform {

    /** Checks the ranges. */
    public TimeShift {
        Ranges.require(
                most >= 0 && most < Integer.MAX_VALUE / 2,
                "A time shift is of at least 0 samples and at most a thousand million",
                most);
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(float[] samples, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            shift(samples, random.nextInt(2 * most + 1) - most);
        }
    }

    /** Later by so many samples, earlier if negative. */
    static void shift(float[] samples, int by) {
        int lost = Math.min(Math.abs(by), samples.length);
        int kept = samples.length - lost;
        if (by >= 0) {
            System.arraycopy(samples, 0, samples, lost, kept);
            Arrays.fill(samples, 0, lost, 0);
        } else {
            System.arraycopy(samples, lost, samples, 0, kept);
            Arrays.fill(samples, kept, samples.length, 0);
        }
    }
}
