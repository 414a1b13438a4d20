package org.selfsup.eval;

import org.selfsup.data.Labels;

/**
 * Weighted k-nearest-neighbour classification: nothing is trained, so it shows what the features
 * are worth as they are.
 *
 * <pre>{@code score(c) = sum over the k nearest i with class c of exp(cos(x, x_i) / T)}</pre>
 *
 * <p>The class with the highest score wins, the first of equals. Where there are fewer than k
 * training samples, all of them vote.
 *
 * <p>Wu et al. 2018, "Unsupervised Feature Learning via Non-Parametric Instance Discrimination",
 * arXiv:1805.01978, section 3.4. The paper has T = 0.07; the default here is the 0.1 that later
 * comparisons use.
 *
 * @param k neighbours that vote, at least 1
 * @param temperature T, above 0
 */
public record KnnProbe(int k, float temperature) {

    /** Checks the ranges. */
    public KnnProbe {
        if (k < 1) {
            throw new IllegalArgumentException("k-NN needs k of at least 1, got " + k);
        }
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException(
                    "The temperature of k-NN is above 0, got " + temperature);
        }
    }

    /** 200 neighbours, temperature 0.1. */
    public KnnProbe() {
        this(200, 0.1f);
    }

    /** Classifies the test samples by the training samples. */
    public Classification evaluate(Split split) {
        Labels labels = split.train().knownLabels();
        Neighbours nearest = Neighbours.of(split.test(), split.train(), k);
        int[] predictions = new int[split.test().size()];
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = vote(nearest.indices()[i], nearest.cosines()[i], labels);
        }
        return new Classification(predictions, split.test().knownLabels());
    }

    private int vote(int[] nearest, float[] cosines, Labels labels) {
        double[] scores = new double[labels.names().size()];
        for (int j = 0; j < nearest.length; j++) {
            // Relative to the nearest: a factor common to all classes, and no overflow.
            double weight = Math.exp(((double) cosines[j] - cosines[0]) / temperature);
            scores[labels.of()[nearest[j]]] += weight;
        }
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }
}
