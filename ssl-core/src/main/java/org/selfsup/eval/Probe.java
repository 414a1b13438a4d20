package org.selfsup.eval;

import java.util.Arrays;
import java.util.Locale;

/**
 * Is it any good? The trained encoder against the same encoder untrained, on the same samples; of a
 * large set {@link org.selfsup.data.Subset#atMost} takes fewer.
 *
 * @param knn the nearest-neighbour probe
 * @param linear the linear probe
 */
public record Probe(KnnProbe knn, LinearProbe linear) {

    /** Both probes as they come. */
    public Probe(long seed) {
        this(new KnnProbe(), new LinearProbe(seed));
    }

    /**
     * Both probes' results for one encoder.
     *
     * @param knn what the nearest neighbours said
     * @param linear what the linear classifier said
     */
    public record Scores(Classification knn, LinearProbe.Result linear) {}

    /**
     * Trained against untrained.
     *
     * @param trained scores of the trained encoder
     * @param untrained scores of the same encoder as it was initialised
     */
    public record Comparison(Scores trained, Scores untrained) {

        /** One line: {@code linear 57.2 % (untrained 42.5 %), k-NN 50.5 % (untrained 32.9 %)}. */
        public String summary() {
            return String.format(
                    Locale.ROOT,
                    "linear %.1f %% (untrained %.1f %%), k-NN %.1f %% (untrained %.1f %%)",
                    100 * trained.linear.accuracy(),
                    100 * untrained.linear.accuracy(),
                    100 * trained.knn.accuracy(),
                    100 * untrained.knn.accuracy());
        }
    }

    /** Scores one encoder. */
    public Scores evaluate(Split split) {
        return new Scores(knn.evaluate(split), linear.evaluate(split));
    }

    /**
     * Scores both encoders.
     *
     * @param trained features from the trained encoder
     * @param untrained features of the same samples from the untrained one
     * @throws IllegalArgumentException if the samples' labels differ
     */
    public Comparison compare(Split trained, Split untrained) {
        requireSame(trained.train(), untrained.train(), "training");
        requireSame(trained.test(), untrained.test(), "test");
        return new Comparison(evaluate(trained), evaluate(untrained));
    }

    private static void requireSame(Features a, Features b, String part) {
        if (!Arrays.equals(a.knownLabels().of(), b.knownLabels().of())) {
            throw new IllegalArgumentException(
                    "Both encoders must see the same "
                            + part
                            + " samples in the same order, but their labels differ");
        }
    }
}
