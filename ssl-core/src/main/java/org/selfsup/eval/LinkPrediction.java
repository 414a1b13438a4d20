package org.selfsup.eval;

import java.util.Arrays;
import java.util.Locale;
import org.selfsup.data.EdgeSplit;

/**
 * How well scores of pairs of nodes tell edges that were held out from pairs that are none.
 *
 * <pre>{@code
 * AUC = P(score of an edge > score of another pair) + P(both are equal) / 2
 * AP  = sum_t (R_t - R_(t-1)) P_t,   R recall and P precision of all pairs that score t or more
 * }</pre>
 *
 * <p>Both are 1 if all edges score higher than all other pairs; by chance AUC is 1/2 and AP the
 * share of edges. Pairs that score the same are taken together, whatever their order, as
 * scikit-learn does.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>, section 3, has both.
 *
 * @param auc area under the receiver operating characteristic, 0 to 1
 * @param ap average precision, above 0 to 1
 */
public record LinkPrediction(double auc, double ap) {

    /**
     * Scores pairs by the inner products of their nodes' features.
     *
     * @param nodes {@code (n, d)}, of all nodes of the graph without the edges held out
     * @param part pairs to tell apart
     * @throws IllegalArgumentException if features are not finite or there are none of a node
     */
    public static LinkPrediction of(Features nodes, EdgeSplit.Part part) {
        return of(scores(nodes, part.edges()), scores(nodes, part.others()));
    }

    private static double[] scores(Features nodes, EdgeSplit.Pairs pairs) {
        float[] z = nodes.values();
        int d = nodes.dimension();
        double[] scores = new double[pairs.size()];
        for (int pair = 0; pair < scores.length; pair++) {
            int i = pairs.first()[pair];
            int j = pairs.second()[pair];
            if (Math.max(i, j) >= nodes.size()) {
                throw new IllegalArgumentException(
                        "Node %d is asked for, but there are features of %d nodes, counted from 0"
                                .formatted(Math.max(i, j), nodes.size()));
            }
            for (int k = 0; k < d; k++) {
                scores[pair] += (double) z[i * d + k] * z[j * d + k];
            }
        }
        return scores;
    }

    /**
     * Compares scores of any kind.
     *
     * @param edges scores of pairs that are edges, at least one
     * @param others scores of pairs that are none, at least one
     * @throws IllegalArgumentException if there are none of a kind, or a score is not a number
     */
    public static LinkPrediction of(double[] edges, double[] others) {
        int n = edges.length + others.length;
        if (edges.length == 0 || others.length == 0) {
            throw new IllegalArgumentException(
                    "Link prediction tells edges from other pairs, got %d and %d of them"
                            .formatted(edges.length, others.length));
        }
        double[] scores = new double[n];
        System.arraycopy(edges, 0, scores, 0, edges.length);
        System.arraycopy(others, 0, scores, edges.length, others.length);
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException(
                        "A pair's score is not a number; the features have diverged");
            }
        }
        boolean[] marked = new boolean[n];
        Arrays.fill(marked, 0, edges.length, true);
        Ranking ranking = Ranking.of(scores, marked);
        return new LinkPrediction(ranking.auc(), ranking.ap());
    }

    /** One line: {@code AUC 91.4 %, AP 92.6 %}. */
    public String summary() {
        return String.format(Locale.ROOT, "AUC %.1f %%, AP %.1f %%", 100 * auc, 100 * ap);
    }
}
