package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Labels;

class LinearProbeTest {

    @Test
    void fitIsWhereTheGradientOfThePlainEquationIsZero() {
        Features features = Blobs.of(120, 4, 3, 0.8, 1);
        double lambda = 0.01;
        Plain plain = new Plain(features, 3, lambda);
        try (LogisticRegression regression =
                new LogisticRegression(features, features.knownLabels().of(), 3)) {
            LogisticRegression.Fit fit = regression.fit(lambda, regression.zeros());
            assertThat(fit.gradientNorm()).isLessThanOrEqualTo(LogisticRegression.TOLERANCE);
            double[] w = plain.standardised(fit);
            for (double entry : plain.gradient(w)) {
                assertThat(entry).isCloseTo(0, within(1e-4));
            }
            // and plain gradient descent ends in the same place
            double[] slow = new double[w.length];
            for (int step = 0; step < 20_000; step++) {
                double[] gradient = plain.gradient(slow);
                for (int i = 0; i < slow.length; i++) {
                    slow[i] -= 0.5 * gradient[i];
                }
            }
            assertThat(w).containsExactly(slow, within(5e-3));
        }
    }

    @Test
    void gradientAgreesWithDifferencesOfTheLoss() {
        Features features = Blobs.of(50, 3, 3, 0.8, 1);
        try (LogisticRegression regression =
                new LogisticRegression(features, features.knownLabels().of(), 3)) {
            double[] w = new SplittableRandom(1).doubles(12, -1, 1).toArray();
            double[] gradient = new double[12];
            double[] unused = new double[12];
            regression.evaluate(w, 0.1, gradient);
            for (int i = 0; i < 12; i++) {
                double[] up = w.clone();
                double[] down = w.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double slope =
                        (regression.evaluate(up, 0.1, unused)
                                        - regression.evaluate(down, 0.1, unused))
                                / 2e-5;
                assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
            }
        }
    }

    @Test
    void loopsAndEngineAgree() {
        Features features = Blobs.of(70, 5, 4, 0.8, 1);
        try (LogisticRegression regression =
                new LogisticRegression(features, features.knownLabels().of(), 4)) {
            for (double size : new double[] {0, 1, 1e3}) {
                double[] w =
                        new SplittableRandom(1).doubles(24, -1, 1).map(v -> v * size).toArray();
                double[] byLoops = new double[24];
                double[] byEngine = new double[24];
                double loss = regression.lossByEngine(w, byEngine);
                assertThat(regression.lossByLoops(w, byLoops))
                        .isCloseTo(loss, within(1e-12 * (1 + loss)));
                assertThat(byLoops).containsExactly(byEngine, within(1e-12));
            }
        }
    }

    @Test
    void largeProblemIsSolvedByTheEngine() {
        Features train = Blobs.of(60_000, 5, 3, 0.3, 1); // above a million products
        Features test = Blobs.of(1_000, 5, 3, 0.3, 2);
        LinearProbe.Result result =
                new LinearProbe(List.of(1e-3), 0.2, 1).evaluate(new Split(train, test));
        LinearProbe.Result part =
                new LinearProbe(List.of(1e-3), 0.2, 1)
                        .evaluate(new Split(Blobs.of(10_000, 5, 3, 0.3, 4), test));
        assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-5);
        assertThat(result.accuracy()).isCloseTo(part.accuracy(), within(0.01));
    }

    @Test
    void knownWeightsAreRecovered() {
        // Labels drawn from a known model: with many samples the fit comes close to it.
        var random = new SplittableRandom(3);
        int n = 20_000;
        float[] values = new float[2 * n];
        int[] of = new int[n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = (float) (3 + 2 * random.nextGaussian());
            values[2 * i + 1] = (float) (0.5 * random.nextGaussian());
            double logit = 1.5 * values[2 * i] - values[2 * i + 1] - 3.7;
            of[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
        }
        try (LogisticRegression regression =
                new LogisticRegression(new Features(values, 2, null), of, 2)) {
            LogisticRegression.Fit fit = regression.fit(1e-8, regression.zeros());
            assertThat(fit.weights()[1] - fit.weights()[0]).isCloseTo(1.5, within(0.1));
            assertThat(fit.weights()[3] - fit.weights()[2]).isCloseTo(-1, within(0.15));
            assertThat(fit.bias()[1] - fit.bias()[0]).isCloseTo(-3.7, within(0.25));
        }
    }

    @Test
    void separableClassesAreSeparated() {
        Split split = new Split(Blobs.of(300, 6, 4, 0.05, 1), Blobs.of(100, 6, 4, 0.05, 2));
        LinearProbe.Result result = new LinearProbe(1).evaluate(split);
        assertThat(result.accuracy()).isEqualTo(1);
        assertThat(result.validationAccuracy()).isEqualTo(1);
        assertThat(result.lambda()).as("the largest of equals").isEqualTo(1);
        assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-5);
    }

    @Test
    void separableClassesNeedNoPenaltyToConverge() {
        Split split = new Split(Blobs.of(300, 6, 4, 0.05, 1), Blobs.of(100, 6, 4, 0.05, 2));
        LinearProbe.Result result = new LinearProbe(List.of(1e-9), 0.2, 1).evaluate(split);
        assertThat(result.accuracy()).isEqualTo(1);
        assertThat(result.validationAccuracy()).as("no choice").isNaN();
        assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-5);
    }

    @Test
    void searchEndsOnceTwoPenaltiesInARowTellFewerRight() {
        // More noise than samples: the weaker the penalty, the more of the noise is learnt.
        Features wide = Blobs.of(60, 50, 2, 2.5, 1);
        Split split = new Split(wide, Blobs.of(2_000, 50, 2, 2.5, 2));
        LinearProbe probe = new LinearProbe(1);
        double[] all = probe.accuracies(split);
        double[] tried = probe.accuracies(split, 2);
        assertThat(all).doesNotContain(Double.NaN);
        assertThat(tried[5]).isNaN();
        for (int i = 0; i < tried.length; i++) {
            assertThat(tried[i]).isIn(all[i], Double.NaN);
        }
        assertThat(Arrays.stream(tried).filter(Double::isFinite).max())
                .isEqualTo(Arrays.stream(all).max());
    }

    @Test
    void orderOfTheSamplesChangesNothing() {
        Features train = Blobs.of(300, 5, 3, 0.9, 1);
        Features test = Blobs.of(200, 5, 3, 0.9, 2);
        LinearProbe.Result a = new LinearProbe(4).evaluate(new Split(train, test));
        LinearProbe.Result b =
                new LinearProbe(4).evaluate(new Split(Blobs.shuffled(train, 9), test));
        assertThat(b.lambda()).isEqualTo(a.lambda());
        assertThat(b.validationAccuracy()).isEqualTo(a.validationAccuracy());
        assertThat(b.test().predictions()).isEqualTo(a.test().predictions());
    }

    @Test
    void scaleShiftAndConstantFeaturesChangeNothing() {
        Features train = Blobs.of(200, 2, 3, 0.7, 1);
        Features test = Blobs.of(100, 2, 3, 0.7, 2);
        LinearProbe probe = new LinearProbe(List.of(0.01), 0.2, 1);
        assertThat(probe.evaluate(new Split(wider(train), wider(test))).test().predictions())
                .isEqualTo(probe.evaluate(new Split(train, test)).test().predictions());
    }

    @Test
    void validationSamplesChooseThePenaltyAndAreNotFitted() {
        Features train = Blobs.of(40, 20, 3, 1.5, 1);
        Features validation = Blobs.of(200, 20, 3, 1.5, 2);
        Features test = Blobs.of(200, 20, 3, 1.5, 3);
        Split split = new Split(train, test);
        LinearProbe probe = new LinearProbe(1);
        LinearProbe.Result chosen = probe.evaluate(split, validation);
        LinearProbe.Result alone =
                new LinearProbe(List.of(chosen.lambda()), 0.2, 1).evaluate(split);
        assertThat(chosen.test().predictions()).isEqualTo(alone.test().predictions());
        for (double lambda : probe.lambdas()) {
            double accuracy =
                    new LinearProbe(List.of(lambda), 0.2, 1)
                            .evaluate(new Split(train, validation))
                            .accuracy();
            assertThat(accuracy).isBetween(0.0, chosen.validationAccuracy());
        }
    }

    @Test
    void testLabelsNeverReachTheFit() {
        Features train = Blobs.of(200, 4, 3, 0.9, 1);
        Features test = Blobs.of(100, 4, 3, 0.9, 2);
        Features relabelled =
                new Features(test.values(), 4, new Labels(new int[100], Blobs.names(3)));
        LinearProbe probe = new LinearProbe(1);
        assertThat(probe.evaluate(new Split(train, relabelled)).test().predictions())
                .isEqualTo(probe.evaluate(new Split(train, test)).test().predictions());
    }

    @Test
    void classWithoutTrainingSamplesIsNeverPredicted() {
        Features seen = Blobs.of(100, 3, 2, 0.1, 1);
        List<String> names = List.of("a", "missing", "b");
        int[] of = Arrays.stream(seen.knownLabels().of()).map(c -> 2 * c).toArray();
        Features train = new Features(seen.values(), 3, new Labels(of, names));
        LinearProbe.Result result = new LinearProbe(1).evaluate(new Split(train, train));
        assertThat(result.test().predictions()).containsOnly(0, 2);
        assertThat(result.accuracy()).isEqualTo(1);
        assertThat(result.test().confusion()[1]).containsExactly(0, 0, 0);
    }

    @Test
    void oneClassIsRefused() {
        Features one = Blobs.labelled(new float[] {1, 2, 3, 4}, 2, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearProbe(1).evaluate(new Split(one, one)))
                .withMessageContaining("all 2 training samples are of class \"class 0\"");
    }

    @Test
    void oneSampleOfEachClassIsRefusedWhereLambdaMustBeChosen() {
        Features few = Blobs.labelled(new float[] {1, 2, 3, 4}, 2, 0, 1);
        Split split = new Split(few, few);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearProbe(1).evaluate(split))
                .withMessageContaining("second training sample");
        assertThat(new LinearProbe(List.of(0.1), 0.2, 1).evaluate(split).accuracy()).isEqualTo(1);
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearProbe(List.of(), 0.2, 1))
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearProbe(List.of(-1.0), 0.2, 1))
                .withMessageContaining("above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearProbe(List.of(1.0), 1, 1))
                .withMessageContaining("below 1");
    }

    /** Features with another scale and place, and one that does not vary. */
    private static Features wider(Features features) {
        float[] values = new float[3 * features.size()];
        for (int i = 0; i < features.size(); i++) {
            values[3 * i] = 1000 * features.values()[2 * i] - 50;
            values[3 * i + 1] = 0.1f;
            values[3 * i + 2] = features.values()[2 * i + 1];
        }
        return new Features(values, 3, features.labels());
    }

    /** The equation of the class Javadoc in loops, on standardised features. */
    private static final class Plain {
        private final Features features;
        private final int classes;
        private final double lambda;
        private final double[] mean;
        private final double[] deviation;

        Plain(Features features, int classes, double lambda) {
            this.features = features;
            this.classes = classes;
            this.lambda = lambda;
            int d = features.dimension();
            mean = new double[d];
            deviation = new double[d];
            for (int j = 0; j < d; j++) {
                double square = 0;
                for (int i = 0; i < features.size(); i++) {
                    mean[j] += features.values()[i * d + j] / (double) features.size();
                }
                for (int i = 0; i < features.size(); i++) {
                    square += Math.pow(features.values()[i * d + j] - mean[j], 2);
                }
                deviation[j] = Math.sqrt(square / features.size());
            }
        }

        /** Weights for standardised features, then biases. */
        double[] standardised(LogisticRegression.Fit fit) {
            int d = features.dimension();
            double[] w = Arrays.copyOf(fit.weights(), (d + 1) * classes);
            for (int c = 0; c < classes; c++) {
                w[d * classes + c] = fit.bias()[c];
                for (int j = 0; j < d; j++) {
                    w[d * classes + c] += mean[j] * w[j * classes + c];
                    w[j * classes + c] *= deviation[j];
                }
            }
            return w;
        }

        double[] gradient(double[] w) {
            int n = features.size();
            int d = features.dimension();
            double[] gradient = new double[w.length];
            for (int i = 0; i < n; i++) {
                double[] p = new double[classes];
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    double logit = w[d * classes + c];
                    for (int j = 0; j < d; j++) {
                        logit += z(i, j) * w[j * classes + c];
                    }
                    p[c] = Math.exp(logit);
                    sum += p[c];
                }
                for (int c = 0; c < classes; c++) {
                    double right = features.knownLabels().of()[i] == c ? 1 : 0;
                    double excess = (p[c] / sum - right) / n;
                    gradient[d * classes + c] += excess;
                    for (int j = 0; j < d; j++) {
                        gradient[j * classes + c] += excess * z(i, j);
                    }
                }
            }
            for (int i = 0; i < d * classes; i++) {
                gradient[i] += lambda * w[i];
            }
            return gradient;
        }

        private double z(int i, int j) {
            return (features.values()[i * features.dimension() + j] - mean[j]) / deviation[j];
        }
    }
}
