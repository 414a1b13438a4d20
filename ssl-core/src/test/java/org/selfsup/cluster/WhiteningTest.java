package org.selfsup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WhiteningTest {

    /** Rows with correlated values of different size. */
    private static float[] rows(int n) {
        RandomGenerator random = new SplittableRandom(4);
        float[] rows = new float[3 * n];
        for (int i = 0; i < n; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            rows[3 * i] = (float) (5 + 4 * a);
            rows[3 * i + 1] = (float) (2 * a + b);
            rows[3 * i + 2] = (float) (0.1 * random.nextGaussian() - 7);
        }
        return rows;
    }

    @Test
    void whitenedValuesAreUncorrelatedWithVarianceOne() {
        float[] rows = rows(400);
        Whitening whitening = Whitening.of(rows, 3, 3);
        double[][] covariance = new double[3][3];
        for (int i = 0; i < 400; i++) {
            double[] y = new double[3];
            for (int p = 0; p < 3; p++) {
                for (int j = 0; j < 3; j++) {
                    y[p] += (rows[3 * i + j] - whitening.mean()[j]) * whitening.matrix()[3 * j + p];
                }
            }
            for (int p = 0; p < 3; p++) {
                for (int q = 0; q < 3; q++) {
                    covariance[p][q] += y[p] * y[q] / 400;
                }
            }
        }
        for (int p = 0; p < 3; p++) {
            for (int q = 0; q < 3; q++) {
                assertThat(covariance[p][q]).isCloseTo(p == q ? 1 : 0, within(1e-3));
            }
        }
    }

    @Test
    void onlyTheLargestComponentsAreKeptAndRowsHaveLengthOne() {
        float[] rows = rows(50);
        Whitening whitening = Whitening.of(rows, 3, 2);
        assertThat(whitening.components()).isEqualTo(2);
        float[] unit = whitening.unitRows(rows);
        assertThat(unit).hasSize(100);
        for (int i = 0; i < 50; i++) {
            assertThat(Math.hypot(unit[2 * i], unit[2 * i + 1])).isCloseTo(1, within(1e-5));
        }
        // The third value varies by itself and least.
        assertThat((double) whitening.matrix()[4]).isCloseTo(0, within(0.05));
    }

    @Test
    void directionsWithoutVarianceCountForNothing() {
        Whitening whitening = Whitening.of(new float[] {1, 5, 2, 5, 3, 5}, 2, 2);
        assertThat(whitening.unitRows(new float[] {9, 6})).containsExactly(1, 0);
        assertThat(Whitening.of(new float[4], 2, 2).unitRows(new float[] {1, 1}))
                .containsExactly(0, 0);
    }

    @Test
    void refusesWhatItCannotWhiten() {
        assertThatThrownBy(() -> Whitening.of(new float[4], 2, 3))
                .hasMessageContaining("1 to 2 components, got 3");
        assertThatThrownBy(() -> Whitening.of(new float[5], 2, 1))
                .hasMessageContaining("rows of 2 values, got 5");
    }
}
