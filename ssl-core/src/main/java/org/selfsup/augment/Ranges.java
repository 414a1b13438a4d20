package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** Checks and draws of parameters. */
final class Ranges {

    private Ranges() {}

    static void require(boolean fact, String expected, Object found) {
        if (!fact) {
            throw new IllegalArgumentException(expected + ", got " + found);
        }
    }

    static void requireProbability(double p) {
        require(p >= 0 && p <= 1, "A probability is from 0 to 1", p);
    }

    static void requireSize(int size) {
        require(size >= 1, "A view has at least one row and column", size);
    }

    static double uniform(double from, double to, RandomGenerator random) {
        return from + (to - from) * random.nextDouble();
    }

    static boolean happens(double p, RandomGenerator random) {
        return random.nextDouble() < p;
    }

    /** The factor of an amplitude that is uniform on a scale of decibels. */
    static double decibels(double from, double to, RandomGenerator random) {
        return StrictMath.pow(10, uniform(from, to, random) / 20);
    }

    static void requireOrder(double from, double to, String what) {
        require(
                Double.isFinite(from) && from <= to && Double.isFinite(to),
                what + " goes from a finite least to a finite most",
                from + " to " + to);
    }

    /** Nearly normal, mean 0, variance 1: the sum of four uniform numbers. */
    static double noise(RandomGenerator random) {
        long bits = random.nextLong();
        long sum =
                (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 2 * 0xffff) * (Math.sqrt(3) / 0x10000);
    }
}
