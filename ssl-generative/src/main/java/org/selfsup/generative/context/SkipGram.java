package org.selfsup.generative.context;

import java.util.random.RandomGenerator;

/**
 * Predicts the words around a word from it, one by one.
 *
 * <pre>
 * {@code maximise  1/T sum_t sum_{-c <= j <= c, j != 0} log p(w_{t+j} | w_t)   (1310.4546, eq. 1) }
 * </pre>
 *
 * <p>c is drawn from 1 to the window at each place, so that near words count more (1301.3781,
 * section 3.2). word2vec's code predicts the middle word from each of those around it, which visits
 * the same pairs.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1310.4546">Distributed Representations of
 * Words and Phrases</a>; <a href="https://arxiv.org/abs/1301.3781">Efficient Estimation of Word
 * Representations</a>.
 *
 * @param window largest c, at least 1
 */
public record SkipGram(int window) implements Context {

    /** Checks the range. */
    public SkipGram {
        requireWindow(window);
    }

    @Override
    public void at(
            int[] sequence, int length, int place, RandomGenerator random, Prediction prediction) {
        int reach = 1 + random.nextInt(window);
        int last = Math.min(length - 1, place + reach);
        int[] given = {sequence[place]};
        for (int i = Math.max(0, place - reach); i <= last; i++) {
            if (i != place) {
                prediction.of(given, 1, sequence[i]);
            }
        }
    }

    static void requireWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException(
                    "A context reaches at least 1 word far, got a window of " + window);
        }
    }
}
