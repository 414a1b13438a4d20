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

    static void requireView(int size, int channels, Normalize normalize) {
        requireSize(size);
        require(channels == 1 || channels == 3, "Pictures have 1 or 3 channels", channels);
        require(
                normalize.mean().size() == channels,
                "The normalisation is for as many channels as the pictures have, " + channels,
                normalize);
    }

    static double uniform(double from, double to, RandomGenerator random) {
        return from + (to - from) * random.nextDouble();
    }

    static boolean happens(double p, RandomGenerator random) {
        return random.nextDouble() < p;
    }
}
