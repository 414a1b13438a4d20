package org.selfsup.eval;

import org.selfsup.data.Labels;

/**
 * What a classifier said of labelled samples.
 *
 * @param predictions class index said of sample i
 * @param truth the samples' classes
 */
public record Classification(int[] predictions, Labels truth) {

    /** Checks that there is a prediction for each sample. */
    public Classification {
        if (predictions.length != truth.of().length || predictions.length == 0) {
            throw new IllegalArgumentException(
                    "Expected a prediction for each of "
                            + truth.of().length
                            + " samples, at least one, got "
                            + predictions.length);
        }
    }

    /** The share of right predictions, 0 to 1. */
    public double accuracy() {
        int right = 0;
        for (int i = 0; i < predictions.length; i++) {
            right += predictions[i] == truth.of()[i] ? 1 : 0;
        }
        return (double) right / predictions.length;
    }

    /** How many samples of class i (row) were said to be of class j (column). */
    public int[][] confusion() {
        int classes = truth.names().size();
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < predictions.length; i++) {
            counts[truth.of()[i]][predictions[i]]++;
        }
        return counts;
    }
}
