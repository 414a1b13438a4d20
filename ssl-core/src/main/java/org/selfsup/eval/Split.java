package org.selfsup.eval;

/**
 * Labelled features of two disjoint sets of samples, from one encoder.
 *
 * @param train what a probe is fitted to
 * @param test what it is scored on, once
 */
public record Split(Features train, Features test) {

    /**
     * Checks that the two belong together.
     *
     * @throws IllegalArgumentException if their dimensions or classes differ, or there are none
     */
    public Split {
        if (train.dimension() != test.dimension()) {
            throw new IllegalArgumentException(
                    "Training and test features come from one encoder, but have dimensions "
                            + train.dimension()
                            + " and "
                            + test.dimension());
        }
        if (!train.knownLabels().names().equals(test.knownLabels().names())) {
            throw new IllegalArgumentException(
                    "Training and test samples need the same classes in the same order, got "
                            + train.knownLabels().names()
                            + " and "
                            + test.knownLabels().names());
        }
    }
}
