package org.selfsup.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;

/**
 * Multinomial logistic regression on frozen features: how much a linear classifier can read off
 * them.
 *
 * <pre>{@code min over W, b of  mean_i -log softmax(W' z_i + b)[y_i] + lambda / 2 |W|^2 }</pre>
 *
 * <p>z are the features standardised by the training features' mean and deviation. The problem is
 * convex and is solved to a gradient below 1e-5 by L-BFGS, so the result depends on no learning
 * rate, no initialisation and no order of the samples. lambda is the one with the best accuracy on
 * a stratified part of the <em>training</em> samples, or on validation samples where there are
 * some; among equals the largest. They are tried from the largest down, until two in a row tell
 * fewer right than the best before them. Then all training samples are fitted again with the best,
 * and the test samples are scored once.
 *
 * <p>Which samples these are follows from a hash of their features, so their order does not matter.
 *
 * @param lambdas penalties to choose from, each above 0
 * @param validationShare share of the training samples that choose lambda, above 0 and below 1
 * @param seed decides which samples these are
 */
public record LinearProbe(List<Double> lambdas, double validationShare, long seed) {

    private static final int PATIENCE = 2;

    /** Checks the ranges. */
    public LinearProbe {
        lambdas = lambdas.stream().distinct().sorted(Comparator.reverseOrder()).toList();
        if (lambdas.isEmpty()
                || !lambdas.stream().allMatch(lambda -> lambda > 0 && Double.isFinite(lambda))) {
            throw new IllegalArgumentException(
                    "The linear probe needs penalties above 0, at least one, got " + lambdas);
        }
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "The validation share is above 0 and below 1, got " + validationShare);
        }
    }

    /** Six penalties from 1e-5 to 1, a fifth of the training samples for validation. */
    public LinearProbe(long seed) {
        this(List.of(1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5), 0.2, seed);
    }

    /**
     * What the probe found.
     *
     * @param test its predictions on the test samples
     * @param lambda the chosen penalty
     * @param validationAccuracy what it was chosen by, 0 to 1; NaN where there was no choice
     * @param gradientNorm largest absolute entry of the final gradient; above 1e-5 the solver gave
     *     up early
     */
    public record Result(
            Classification test, double lambda, double validationAccuracy, double gradientNorm) {

        /** The share of test samples classified right, 0 to 1. */
        public double accuracy() {
            return test.accuracy();
        }
    }

    /**
     * Chooses lambda on a part of the training samples, fits all of them, and classifies the test
     * samples.
     *
     * @throws IllegalArgumentException if the training samples have fewer than two classes, or none
     *     has a second sample to choose lambda by
     */
    public Result evaluate(Split split) {
        if (lambdas.size() == 1) {
            return fit(split, lambdas.get(0), Double.NaN);
        }
        Features train = split.train();
        requireClasses(train);
        boolean[] held = validation(train, train.knownLabels());
        Split parts = new Split(train.rows(rows(held, false)), train.rows(rows(held, true)));
        return fitBest(split, accuracies(parts, PATIENCE));
    }

    /**
     * Chooses lambda on samples of their own, fits the training samples alone, and classifies the
     * test samples.
     *
     * @param validation features from the same encoder, of samples that are neither in training nor
     *     in test
     * @throws IllegalArgumentException if the training samples have fewer than two classes, or the
     *     validation features are of another kind
     */
    public Result evaluate(Split split, Features validation) {
        return fitBest(split, accuracies(new Split(split.train(), validation), PATIENCE));
    }

    /** The accuracy on the test samples for each penalty, from the largest. */
    double[] accuracies(Split split) {
        return accuracies(split, lambdas.size());
    }

    /**
     * The accuracy on the test samples for each penalty, from the largest, each fit starting from
     * the one before.
     *
     * @param patience how many in a row may tell fewer right than the best before them; those after
     *     are NaN
     */
    double[] accuracies(Split split, int patience) {
        int[] present = requireClasses(split.train());
        double[] accuracies = new double[lambdas.size()];
        Arrays.fill(accuracies, Double.NaN);
        try (LogisticRegression regression = regression(split.train(), present)) {
            double[] start = regression.zeros();
            double best = 0;
            int worse = 0;
            for (int i = 0; i < accuracies.length && worse < patience; i++) {
                LogisticRegression.Fit fit = regression.fit(lambdas.get(i), start);
                accuracies[i] = classify(fit, split.test(), present).accuracy();
                worse = accuracies[i] < best ? worse + 1 : 0;
                best = Math.max(best, accuracies[i]);
                start = fit.rotated();
            }
        }
        return accuracies;
    }

    /** Fits with the penalty of the best accuracy, the largest among equals. */
    Result fitBest(Split split, double[] accuracies) {
        int best = 0;
        for (int i = 1; i < accuracies.length; i++) {
            best = accuracies[i] > accuracies[best] ? i : best;
        }
        return fit(split, lambdas.get(best), accuracies[best]);
    }

    private static Result fit(Split split, double lambda, double validationAccuracy) {
        int[] present = requireClasses(split.train());
        try (LogisticRegression regression = regression(split.train(), present)) {
            LogisticRegression.Fit fit = regression.fit(lambda, regression.zeros());
            Classification test = classify(fit, split.test(), present);
            return new Result(test, lambda, validationAccuracy, fit.gradientNorm());
        }
    }

    /** The classes that training samples have, in rising order. */
    private static int[] requireClasses(Features train) {
        Labels labels = train.knownLabels();
        int[] present = Arrays.stream(labels.of()).distinct().sorted().toArray();
        if (present.length < 2) {
            throw new IllegalArgumentException(
                    "A linear probe tells classes apart, but all "
                            + train.size()
                            + " training samples are of class \""
                            + labels.names().get(present[0])
                            + "\"; add samples of another");
        }
        return present;
    }

    /** Classes without a training sample have no finite bias: only those present take part. */
    private static LogisticRegression regression(Features features, int[] present) {
        int[] of =
                Arrays.stream(features.knownLabels().of())
                        .map(label -> Arrays.binarySearch(present, label))
                        .toArray();
        return new LogisticRegression(features, of, present.length);
    }

    private static Classification classify(
            LogisticRegression.Fit fit, Features features, int[] present) {
        int[] predictions =
                Arrays.stream(fit.predict(features)).map(index -> present[index]).toArray();
        return new Classification(predictions, features.knownLabels());
    }

    /** Which samples choose lambda: a share of every class, at least one and never all of it. */
    private boolean[] validation(Features train, Labels labels) {
        int n = train.size();
        long[] keys = new long[n];
        List<List<Integer>> classes = new ArrayList<>();
        labels.names().forEach(name -> classes.add(new ArrayList<>()));
        for (int i = 0; i < n; i++) {
            int d = train.dimension();
            float[] row = Arrays.copyOfRange(train.values(), i * d, (i + 1) * d);
            keys[i] = Randomness.seed(seed, Arrays.hashCode(row));
            classes.get(labels.of()[i]).add(i);
        }
        boolean[] held = new boolean[n];
        int count = 0;
        for (List<Integer> members : classes) {
            members.sort(Comparator.comparingLong(i -> keys[i]));
            int share = (int) Math.max(1, Math.round(validationShare * members.size()));
            for (int i = 0; i < Math.min(share, members.size() - 1); i++) {
                held[members.get(i)] = true;
                count++;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException(
                    "No class has a second training sample to choose the penalty by; give the"
                            + " linear probe more samples, or a single penalty");
        }
        return held;
    }

    private static int[] rows(boolean[] held, boolean wanted) {
        int[] rows = new int[held.length];
        int count = 0;
        for (int i = 0; i < held.length; i++) {
            if (held[i] == wanted) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
