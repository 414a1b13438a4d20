package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

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

    static void requireParts(
            String what, double minScale, double maxScale, double minRatio, double maxRatio) {
        require(minScale > 0, "The smallest scale of " + what + " is above 0", minScale);
        require(
                minScale <= maxScale && maxScale <= 1,
                "The largest scale of " + what + " is from the smallest to 1",
                maxScale);
        require(minRatio > 0, "The smallest ratio of " + what + " is above 0", minRatio);
        require(
                minRatio <= maxRatio && Double.isFinite(maxRatio),
                "The largest ratio of " + what + " is finite and at least the smallest",
                maxRatio);
    }

    static void requireGrid(int rows, int columns) {
        require(
                rows >= 1 && columns >= 1 && (long) rows * columns >= 2,
                "A grid has at least two patches",
                rows + " x " + columns);
    }

    static void requireRatio(double ratio) {
        require(ratio > 0 && ratio < 1, "A mask ratio is above 0 and below 1", ratio);
    }

    static void requireView(int size, int channels, Normalize normalize) {
        requireSize(size);
        requireChannels(channels);
        require(
                normalize.mean().size() == channels,
                "The normalisation is for as many channels as the pictures have, " + channels,
                normalize);
    }

    static void requireChannels(int channels) {
        require(channels == 1 || channels == 3, "Pictures have 1 or 3 channels", channels);
    }

    static void requireChannels(Image sample, int channels) {
        require(
                sample.channels() == channels,
                "The views are of pictures with " + channels + " channels",
                "one with " + sample.channels());
    }

    static void requireLength(int length) {
        require(length >= 1, "A view of text has at least one token", length);
    }

    static void requireFit(TokenSequence tokens, int length) {
        require(
                tokens.length() <= length,
                "A view has room for " + length + " tokens, use shorter samples or longer views",
                tokens.length());
    }

    static void requireSlots(int n) {
        require(n >= 1, "A batch has at least one slot", n);
    }

    static void requireSlot(int slot, int n) {
        require(slot >= 0 && slot < n, "The batch has slots 0 to " + (n - 1), slot);
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
