package org.selfsup.generative.context;

import java.util.random.RandomGenerator;

/** Which words are predicted from which: {@link SkipGram}, {@link Cbow}. */
public interface Context {

    /**
     * Says what is to be predicted at one place of a sequence.
     *
     * @param sequence numbers of words; what stands behind {@code length} is not part of it
     * @param length words in it
     * @param place of the word in question, 0 to {@code length - 1}
     * @param random the only source of randomness
     * @param prediction called once for each
     */
    void at(int[] sequence, int length, int place, RandomGenerator random, Prediction prediction);

    /** Takes what is to be predicted. */
    interface Prediction {

        /**
         * One word from others.
         *
         * @param given numbers of the words that are known, not to be kept
         * @param count how many of them, at least 1
         * @param target the word that is to be predicted
         */
        void of(int[] given, int count, int target);
    }
}
