package org.selfsup.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Randomness as a function of where it is used: the same seed and place give the same numbers,
 * whatever thread asks and whatever was drawn elsewhere.
 *
 * <p>Keys are mixed by SplitMix64's finaliser (Steele, Lea, Flood 2014, "Fast splittable
 * pseudorandom number generators").
 */
public final class Randomness {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Randomness() {}

    /**
     * A seed for one place, such as (epoch, sample, view).
     *
     * @param seed the run's seed
     * @param place what tells this use from every other
     */
    public static long seed(long seed, long... place) {
        long z = mix(seed + GOLDEN_GAMMA);
        for (long key : place) {
            z = mix((z ^ mix(key + GOLDEN_GAMMA)) + GOLDEN_GAMMA);
        }
        return z;
    }

    /** A seed for one named place, such as a parameter. */
    public static long seed(long seed, String name) {
        long hash = 0xCBF29CE484222325L; // FNV-1a, 64 bits
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return seed(seed, hash);
    }

    /** A generator for one place, see {@link #seed(long, long...)}. */
    public static RandomGenerator at(long seed, long... place) {
        return new SplittableRandom(seed(seed, place));
    }

    /** The numbers 0 to {@code count - 1} in random order. */
    public static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) { // Fisher and Yates, from the inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
