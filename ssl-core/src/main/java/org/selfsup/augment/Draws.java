package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** Draws without replacement. */
final class Draws {

    private Draws() {}

    /** The numbers from 0 on in random order. */
    static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) { // Fisher and Yates, from the inside out
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The places that are, or are not, marked, in random order. */
    static int[] places(boolean[] marks, boolean marked, RandomGenerator random) {
        int[] places = new int[marks.length];
        int count = 0;
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] == marked) {
                places[count++] = i;
            }
        }
        int[] shuffled = permutation(count, random);
        for (int i = 0; i < count; i++) {
            shuffled[i] = places[shuffled[i]];
        }
        return shuffled;
    }
}
