package org.selfsup.adversarial.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.data.Randomness;

class CrossDomainSimilarityTest {

    /** More rows than one block of the implementation, too. */
    @ParameterizedTest
    @CsvSource({"3, 5, 2, 1", "40, 30, 4, 10", "1030, 8, 3, 2", "7, 1040, 3, 20"})
    void nearestIsThatOfThePapersFormula(int n, int m, int d, int k) {
        double[][] x = random(n, d, 1);
        double[][] y = random(m, d, 2);
        try (NDManager manager = TwoDomains.manager()) {
            CrossDomainSimilarity.Nearest nearest =
                    new CrossDomainSimilarity(k).nearest(array(x, manager), array(y, manager));
            assertThat(manager.getManagedArrays()).hasSize(2);
            double[] radius = new double[m];
            for (int j = 0; j < m; j++) {
                radius[j] = radius(y[j], x, k);
            }
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < m; j++) {
                    best = Math.max(best, 2 * cosine(x[i], y[j]) - radius[j]);
                }
                int chosen = (int) nearest.of()[i];
                double cosine = cosine(x[i], y[chosen]);
                assertThat(2 * cosine - radius[chosen]).isCloseTo(best, within(1e-5));
                assertThat((double) nearest.cosines()[i]).isCloseTo(cosine, within(1e-5));
                sum += cosine;
            }
            assertThat(nearest.meanCosine()).isCloseTo(sum / n, within(1e-5));
        }
    }

    /** The target in the middle is near all, by cosine nearer to two of them than their own. */
    @Test
    void aHubIsNotEverybodysNeighbour() {
        double[][] sources = {{1, 0.3}, {1, -0.3}, {1, 0}};
        double[][] targets = {{1, 0.9}, {1, -0.9}, {1, 0}};
        try (NDManager manager = TwoDomains.manager()) {
            NDArray x = array(sources, manager);
            NDArray y = array(targets, manager);
            assertThat(cosine(sources[0], targets[2]))
                    .isGreaterThan(cosine(sources[0], targets[0]));
            assertThat(new CrossDomainSimilarity(3).nearest(x, y).of()).containsExactly(0, 1, 2);
        }
    }

    @Test
    void mutualNeighboursAreThoseThatAgreeBothWays() {
        double[][] sources = {{1, 0}, {1, 0.1}, {0, 1}};
        double[][] targets = {{0, 2}, {3, 0}};
        try (NDManager manager = TwoDomains.manager()) {
            long[][] pairs =
                    new CrossDomainSimilarity(1)
                            .mutual(array(sources, manager), array(targets, manager));
            assertThat(pairs[0]).containsExactly(0, 2);
            assertThat(pairs[1]).containsExactly(1, 0);
        }
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> new CrossDomainSimilarity(0))
                .hasMessage("CSLS looks at 1 nearest neighbour or more, got 0");
        try (NDManager manager = TwoDomains.manager()) {
            NDArray x = manager.zeros(new Shape(2, 3));
            NDArray y = manager.zeros(new Shape(2, 4));
            assertThatThrownBy(() -> new CrossDomainSimilarity(1).nearest(x, y))
                    .hasMessage("CSLS compares vectors (n, d) and (m, d), got (2, 3) and (2, 4)");
        }
    }

    private static double radius(double[] of, double[][] others, int k) {
        double[] falling =
                Arrays.stream(others).mapToDouble(other -> -cosine(of, other)).sorted().toArray();
        return -Arrays.stream(falling).limit(k).average().orElseThrow();
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            first += a[i] * a[i];
            second += b[i] * b[i];
        }
        return product / Math.sqrt(first * second);
    }

    private static double[][] random(int n, int d, long seed) {
        RandomGenerator random = Randomness.at(seed);
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> (float) random.nextGaussian());
        }
        return rows;
    }

    private static NDArray array(double[][] rows, NDManager manager) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(values, new Shape(rows.length, rows[0].length));
    }
}
