package org.selfsup.generative.context;

/** Sequences of numbered words, such as sentences or walks; many threads read them at once. */
public interface Sequences {

    /** How many an epoch has. */
    int size();

    /**
     * One of them; the same epoch and index always give the same.
     *
     * @param epoch from 0
     * @param index 0 to {@code size() - 1}
     * @return numbers of words, possibly none; not changed by whoever gets it
     */
    int[] get(int epoch, int index);
}
