package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;

/** Draws without replacement. */
final class Draws {

    private Draws() {}

    /** The places that are, or are not, marked, in random order. */
    static int[] places(boolean[] marks, boolean marked, RandomGenerator random) {
        int[] places = new int[marks.length];
        int count = 0;
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] == marked) {
                places[count++] = i;
            }
        }
        int[] shuffled = Randomness.permutation(count, random);
        for (int i = 0; i < count; i++) {
            shuffled[i] = places[shuffled[i]];
        }
        return shuffled;
    }
}
