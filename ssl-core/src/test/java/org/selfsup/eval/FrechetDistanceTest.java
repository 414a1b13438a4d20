package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

    @Test
    void aSetIsAtDistanceZeroFromItself() {
        Features features = Blobs.of(300, 20, 4, 0.5, 1);
        assertThat(FrechetDistance.between(features, features)).isBetween(0.0, 1e-9);
        assertThat(FrechetDistance.between(features, Blobs.shuffled(features, 3)))
                .isBetween(0.0, 1e-9);
    }

    @Test
    void aShiftedSetIsAtTheSquaredShift() {
        Features features = gaussian(400, 6, j -> 1 + j, j -> 0, 1);
        Features shifted =
                changed(features, (value, j) -> value + (j == 2 ? 3 : 0) - (j == 5 ? 4 : 0));
        assertThat(FrechetDistance.between(features, shifted)).isCloseTo(25, within(1e-4));
    }

    /** Sum over axes of (m1 - m2)^2 + (s1 - s2)^2. */
    @Test
    void axisParallelGaussiansHaveTheirClosedForm() {
        Features a = gaussian(200_000, 3, j -> 1 + j, j -> j, 1);
        Features b = gaussian(200_000, 3, j -> 2.5 - j / 2.0, j -> -1, 2);
        double expected = 1 + 4 + 9 + 1.5 * 1.5 + 0 + 1.5 * 1.5;
        assertThat(FrechetDistance.between(a, b)).isCloseTo(expected, within(0.15));
    }

    /** One set is the other with every axis stretched, so the roots commute only on the axes. */
    @Test
    void aStretchedWhiteSetHasItsClosedFormExactly() {
        // Points at plus and minus sqrt(3/2) on the axes: mean 0, covariance diag 1 * 3 / 5.
        float[] values = new float[6 * 3];
        for (int i = 0; i < 6; i++) {
            values[i * 3 + i / 2] = (i % 2 == 0 ? 1 : -1) * (float) Math.sqrt(1.5);
        }
        Features white = new Features(values, 3, null);
        Features stretched = changed(white, (value, j) -> value * (j + 2));
        // Tr (C1 + C2 - 2 root) = sum c (1 - f_j)^2 with f = 2, 3, 4.
        assertThat(FrechetDistance.between(white, stretched))
                .isCloseTo(0.6 * (1 + 4 + 9), within(1e-6));
    }

    @Test
    void orderAndRotationDoNotMatterAndScaleCountsSquared() {
        Features a = Blobs.of(150, 5, 3, 0.5, 1);
        Features b = Blobs.of(180, 5, 3, 1.5, 2);
        double distance = FrechetDistance.between(a, b);
        assertThat(distance).isBetween(0.1, 1000.0);
        assertThat(FrechetDistance.between(b, a)).isCloseTo(distance, within(1e-9));
        assertThat(FrechetDistance.between(rotated(a), rotated(b)))
                .isCloseTo(distance, within(1e-4 * distance));
        assertThat(
                        FrechetDistance.between(
                                changed(a, (value, j) -> 3 * value), changed(b, (v, j) -> 3 * v)))
                .isCloseTo(9 * distance, within(1e-4 * distance));
    }

    @Test
    void singularCovariancesAreNothingSpecial() {
        Features few = Blobs.of(4, 30, 2, 0.5, 1); // rank 3 of 30
        assertThat(FrechetDistance.between(few, few)).isBetween(0.0, 1e-9);
        Features point = new Features(new float[] {1, 2, 1, 2}, 2, null);
        Features line = new Features(new float[] {1, 0, 1, 4}, 2, null); // variance 8 along y
        assertThat(FrechetDistance.between(point, line)).isCloseTo(8, within(1e-9));
        Features across = new Features(new float[] {0, 2, 2, 2}, 2, null); // variance 2 along x
        assertThat(FrechetDistance.between(across, line)).isCloseTo(10, within(1e-9));
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Features one = new Features(new float[] {1, 2}, 2, null);
        Features two = new Features(new float[] {1, 2, 3, 4}, 2, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.between(one, two))
                .withMessageContaining("at least 2 samples, got 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.between(two, Blobs.of(9, 3, 2, 1, 1)))
                .withMessageContaining("dimensions 2 and 3");
    }

    private static Features gaussian(
            int n, int d, IntToDoubleFunction deviation, IntToDoubleFunction mean, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            int j = i % d;
            values[i] =
                    (float)
                            (mean.applyAsDouble(j)
                                    + deviation.applyAsDouble(j) * random.nextGaussian());
        }
        return new Features(values, d, null);
    }

    /** What becomes of a value in column j. */
    private interface Change {
        double of(double value, int j);
    }

    private static Features changed(Features features, Change change) {
        float[] values = new float[features.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) change.of(features.values()[i], i % features.dimension());
        }
        return new Features(values, features.dimension(), null);
    }

    /** Turned by one radian in every plane of neighbouring axes. */
    private static Features rotated(Features features) {
        int d = features.dimension();
        float[] values = features.values().clone();
        for (int row = 0; row < values.length; row += d) {
            for (int j = row; j + 1 < row + d; j++) {
                double x = values[j];
                double y = values[j + 1];
                values[j] = (float) (Math.cos(1) * x - Math.sin(1) * y);
                values[j + 1] = (float) (Math.sin(1) * x + Math.cos(1) * y);
            }
        }
        return new Features(values, d, null);
    }
}
