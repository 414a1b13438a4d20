package org.selfsup.eval;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How well scores tell a few marked things, such as replaced tokens, from the many others.
 *
 * <pre>{@code
 * AUC = P(score of a marked one > score of another) + P(both are equal) / 2
 * F1  = 2 hits / (said + marked)
 * }</pre>
 *
 * @param accuracy share told right by the sign of the score, 0 to 1
 * @param base accuracy of who always says the more common kind, 0.5 to 1
 * @param auc area under the receiver operating characteristic, 0 to 1; 0.5 by chance
 * @param f1 of the marked ones by the sign of the score, 0 to 1; 0 if none was found
 */
public record Detection(double accuracy, double base, double auc, double f1) {

    /**
     * Compares scores with the truth.
     *
     * @param scores logits: above 0 is said to be marked
     * @param marked the truth, of both kinds at least one
     * @throws IllegalArgumentException if the lengths differ, a kind is missing, or a score is not
     *     a number
     */
    public static Detection of(float[] scores, boolean[] marked) {
        int n = scores.length;
        int all = (int) IntStream.range(0, marked.length).filter(i -> marked[i]).count();
        if (n != marked.length || all == 0 || all == n) {
            throw new IllegalArgumentException(
                    "Detection needs a score of each, of things of both kinds, got %d scores of %d things, %d of which are marked"
                            .formatted(n, marked.length, all));
        }
        int right = 0;
        int hits = 0;
        int said = 0;
        for (int i = 0; i < n; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "Score " + i + " is not a number; the network has diverged");
            }
            boolean positive = scores[i] > 0;
            right += positive == marked[i] ? 1 : 0;
            hits += positive && marked[i] ? 1 : 0;
            said += positive ? 1 : 0;
        }
        double[] exact = IntStream.range(0, n).mapToDouble(i -> scores[i]).toArray();
        return new Detection(
                (double) right / n,
                (double) Math.max(all, n - all) / n,
                Ranking.of(exact, marked).auc(),
                2.0 * hits / (said + all));
    }

    /** One line: {@code 91.2 % right (base rate 87.5 %), AUC 85.0 %, F1 55.1 %}. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%.1f %% right (base rate %.1f %%), AUC %.1f %%, F1 %.1f %%",
                100 * accuracy,
                100 * base,
                100 * auc,
                100 * f1);
    }
}
