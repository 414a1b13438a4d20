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
}
