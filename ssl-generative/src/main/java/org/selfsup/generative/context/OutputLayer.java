package org.selfsup.generative.context;

import java.util.random.RandomGenerator;

/**
 * How a word is predicted without a sum over all words: by some yes-or-no questions, each answered
 * by a row of weights u as sigmoid(u . h); {@link NegativeSampling}, {@link HierarchicalSoftmax}.
 */
public interface OutputLayer {

    /**
     * The layer for words of which it is known how often they occur.
     *
     * @param counts of each word, none negative, at least two above 0
     * @throws IllegalArgumentException if there are fewer
     */
    Questions over(long... counts);

    /** The questions that tell one word from the others; many threads ask at once. */
    interface Questions {

        /** How many rows of weights there are. */
        int rows();

        /**
         * Asks what tells a word from the others.
         *
         * @param target the word
         * @param random the only source of randomness
         * @param answers called once for each question
         */
        void ask(int target, RandomGenerator random, Answers answers);
    }

    /** Takes questions with the right answers. */
    interface Answers {

        /**
         * One question.
         *
         * @param row of weights that answers it
         * @param label 1 for yes, 0 for no
         */
        void of(int row, int label);
    }
}
