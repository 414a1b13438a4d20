package org.selfsup.generative.context;

import java.util.random.RandomGenerator;

/**
 * Predicts a word from the mean of those around it: the continuous bag of words.
 *
 * <pre>{@code maximise  1/T sum_t log p(w_t | w_{t-c}, ..., w_{t-1}, w_{t+1}, ..., w_{t+c}) }</pre>
 *
 * <p>c is drawn from 1 to the window at each place. Several times faster than {@link SkipGram},
 * which does better on rare words.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1301.3781">Efficient Estimation of Word
 * Representations in Vector Space</a>, section 3.1.
 *
 * @param window largest c, at least 1
 */
public record Cbow(int window) implements Context {

    /** Checks the range. */
    public Cbow {
        SkipGram.requireWindow(window);
    }

    @Override
    public void at(
            int[] sequence, int length, int place, RandomGenerator random, Prediction prediction) {
        int reach = 1 + random.nextInt(window);
        int first = Math.max(0, place - reach);
        int last = Math.min(length - 1, place + reach);
        int[] given = new int[last - first];
        int count = 0;
        for (int i = first; i <= last; i++) {
            if (i != place) {
                given[count++] = sequence[i];
            }
        }
        if (count > 0) {
            prediction.of(given, count, sequence[place]);
        }
    }
}
