package org.selfsup.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;

/**
 * Stratified cross-validation of a linear classifier on frozen features: the evaluation of small
 * sets without a split, such as graphs.
 *
 * <p>Every fold is tested once, on a classifier fitted to the others, whose penalty is chosen by a
 * second cross-validation among those others alone. Each class is spread over the folds evenly.
 *
 * <p>It is the protocol of InfoGraph and GraphCL with logistic regression where they have a support
 * vector machine, and with another difference: their code evaluates after every few epochs and
 * keeps the best, which looks at the test folds; this is for the encoder as it is at the end.
 *
 * <p>Sun et al. 2020, <a href="https://arxiv.org/abs/1908.01000">InfoGraph</a>, section 5.1; You et
 * al. 2020, <a href="https://arxiv.org/abs/2010.13902">GraphCL</a>.
 *
 * @param folds in how many parts the samples are split, at least 2; 10 in the papers
 * @param innerFolds as many for the choice of the penalty, at least 2
 * @param linear the classifier, whose seed decides which samples are in which fold
 */
public record CrossValidation(int folds, int innerFolds, LinearProbe linear) {

    /** Checks the numbers. */
    public CrossValidation {
        if (folds < 2 || innerFolds < 2) {
            throw new IllegalArgumentException(
                    "Cross-validation needs at least 2 folds, got "
                            + folds
                            + " and "
                            + innerFolds
                            + " within");
        }
    }

    /** Ten folds, five within, six penalties from 1e-4 to 10. */
    public CrossValidation(long seed) {
        this(10, 5, new LinearProbe(List.of(10.0, 1.0, 1e-1, 1e-2, 1e-3, 1e-4), 0.2, seed));
    }

    /**
     * What the folds gave.
     *
     * @param accuracies of each fold when it was tested, 0 to 1
     * @param test what was said of every sample when its fold was tested
     */
    public record Result(List<Double> accuracies, Classification test) {

        /** Keeps a copy. */
        public Result {
            accuracies = List.copyOf(accuracies);
        }

        /** The mean over the folds. */
        public double mean() {
            return accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
        }

        /** The standard deviation over the folds, divided by their number. */
        public double deviation() {
            double mean = mean();
            return Math.sqrt(
                    accuracies.stream()
                            .mapToDouble(a -> (a - mean) * (a - mean))
                            .average()
                            .orElseThrow());
        }

        /** {@code 86.2 +- 5.1 %}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f +- %.1f %%", 100 * mean(), 100 * deviation());
        }
    }

    /**
     * Trained against untrained, on the same folds.
     *
     * @param trained what was found with the trained encoder
     * @param untrained what was found with the same encoder as it was initialised
     */
    public record Comparison(Result trained, Result untrained) {

        /** One line: {@code 10-fold 86.2 +- 5.1 % (untrained 82.4 +- 6.0 %)}. */
        public String summary() {
            return "%d-fold %s (untrained %s)"
                    .formatted(trained.accuracies().size(), trained, untrained);
        }
    }

    /**
     * Tests every fold once.
     *
     * @param features of all samples, with their classes
     * @throws IllegalArgumentException if there are fewer samples than folds, or a class is missing
     *     among those to be fitted
     */
    public Result evaluate(Features features) {
        int[] fold = folds(features.knownLabels(), folds, linear.seed());
        List<Double> accuracies = new ArrayList<>();
        int[] predictions = new int[features.size()];
        for (int k = 0; k < folds; k++) {
            Split split = split(features, fold, k);
            LinearProbe.Result result = linear.fitBest(split, inner(split.train(), k));
            accuracies.add(result.accuracy());
            int[] tested = samples(fold, k, true);
            for (int i = 0; i < tested.length; i++) {
                predictions[tested[i]] = result.test().predictions()[i];
            }
        }
        return new Result(accuracies, new Classification(predictions, features.knownLabels()));
    }

    /** The mean accuracy of every penalty over folds of the training samples. */
    private double[] inner(Features train, int outer) {
        int[] fold = folds(train.knownLabels(), innerFolds, Randomness.seed(linear.seed(), outer));
        double[] sums = new double[linear.lambdas().size()];
        for (int k = 0; k < innerFolds; k++) {
            double[] accuracies = linear.accuracies(split(train, fold, k));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += accuracies[i] / innerFolds;
            }
        }
        return sums;
    }

    private static Split split(Features features, int[] fold, int tested) {
        return new Split(
                features.rows(samples(fold, tested, false)),
                features.rows(samples(fold, tested, true)));
    }

    private static int[] samples(int[] fold, int tested, boolean in) {
        int[] samples = new int[fold.length];
        int count = 0;
        for (int i = 0; i < fold.length; i++) {
            if ((fold[i] == tested) == in) {
                samples[count++] = i;
            }
        }
        return Arrays.copyOf(samples, count);
    }

    /** The fold of every sample: class by class, in random order, they are dealt out in turn. */
    private static int[] folds(Labels labels, int folds, long seed) {
        int n = labels.of().length;
        if (n < folds) {
            throw new IllegalArgumentException(
                    "%d folds need as many samples at least, got %d; use fewer folds"
                            .formatted(folds, n));
        }
        int[] order = Randomness.permutation(n, Randomness.at(seed, n));
        int[] fold = new int[n];
        int next = 0;
        for (int label = 0; label < labels.names().size(); label++) {
            for (int i : order) {
                if (labels.of()[i] == label) {
                    fold[i] = next++ % folds;
                }
            }
        }
        return fold;
    }
}
