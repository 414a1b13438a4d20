package org.selfsup.eval;

import java.util.Arrays;
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

    /**
     * What a classifier's logits say: the class of the largest, the first of equals.
     *
     * @param logits {@code (n, k)}, with the labels of the samples
     * @throws IllegalArgumentException if the labels are unknown or of another number of classes
     */
    public static Classification of(Features logits) {
        Labels truth = logits.knownLabels();
        if (logits.dimension() != truth.names().size()) {
            throw new IllegalArgumentException(
                    "Expected a logit for each of "
                            + truth.names().size()
                            + " classes, got "
                            + logits.dimension());
        }
        int[] predictions = new int[logits.size()];
        Arrays.setAll(predictions, row -> largest(logits, row));
        return new Classification(predictions, truth);
    }

    /** The column of the largest value of a row, the first of equals. */
    static int largest(Features features, int row) {
        int d = features.dimension();
        int best = 0;
        for (int j = 1; j < d; j++) {
            if (features.values()[row * d + j] > features.values()[row * d + best]) {
                best = j;
            }
        }
        return best;
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
