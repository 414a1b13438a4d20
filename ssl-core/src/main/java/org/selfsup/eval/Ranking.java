package org.selfsup.eval;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well falling scores bring marked things before others. Things of one score are taken
 * together, whatever their order.
 *
 * @param auc area under the receiver operating characteristic, 0 to 1
 * @param ap average precision, above 0 to 1
 */
record Ranking(double auc, double ap) {

    /**
     * Orders things by their scores.
     *
     * @param scores none of them NaN
     * @param marked as many, of both kinds at least one
     */
    static Ranking of(double[] scores, boolean[] marked) {
        int n = scores.length;
        int[] falling =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .mapToInt(i -> i)
                        .toArray();
        double area = 0; // pairs of a marked thing and another, in the right order
        double precision = 0;
        long hits = 0;
        for (int from = 0, to; from < n; from = to) {
            long before = hits;
            for (to = from; to < n && scores[falling[to]] == scores[falling[from]]; to++) {
                hits += marked[falling[to]] ? 1 : 0;
            }
            long found = hits - before;
            area += (to - from - found) * (before + found / 2.0);
            precision += found * (double) hits / to;
        }
        return new Ranking(area / hits / (n - hits), precision / hits);
    }
}
