package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.LibTorch;

class SigRegLossTest extends LossTest {

    private final SigRegLoss loss = new SigRegLoss(64, 17, 5);

    @ParameterizedTest
    @CsvSource({"1, 3, 2, 17, 5", "5, 4, 3, 9, 3", "16, 7, 11, 33, 2.5"})
    void isTheEppsPulleyStatistic(int n, int d, int m, int knots, double range) {
        double[][] z = random(n, d, 1);
        double[][] along = random(m, d, 2);
        double mean = 0;
        for (double[] a : along) {
            double step = 2 * range / (knots - 1);
            for (int k = 0; k < knots; k++) {
                double t = -range + k * step;
                double real = 0;
                double imaginary = 0;
                for (double[] row : z) {
                    double x = dot(a, row) / Math.sqrt(dot(a, a));
                    real += Math.cos(t * x) / n;
                    imaginary += Math.sin(t * x) / n;
                }
                double normal = Math.exp(-t * t / 2);
                double gap = Math.pow(real - normal, 2) + Math.pow(imaginary, 2);
                double share = k == 0 || k == knots - 1 ? step / 2 : step;
                mean += n * gap * normal * share / m;
            }
        }
        SigRegLoss exact = new SigRegLoss(m, knots, (float) range);
        assertValue(exact.evaluate(array(z), array(along)), mean);
    }

    @Test
    void manyNormalRowsLoseWhatTheTheorySays() {
        NDArray z = array(random(5000, 64));
        assertThat(evaluate(z)).isCloseTo(1.06f, within(0.3f));
        assertThat(evaluate(z) / 5000).isBetween(0f, 1e-3f); // nothing, seen per row
    }

    @Test
    void collapseCostsInProportionToTheRows() {
        assertThat(evaluate(ones(100, 8).mul(0))).isCloseTo(40.9f, within(0.1f));
        assertThat(evaluate(ones(100, 8))).isBetween(40f, 251f);
        NDArray line = array(random(1000, 1)).matMul(ones(1, 8)); // normal in one direction only
        assertThat(evaluate(line)).isBetween(20f, 2507f);
    }

    @Test
    void scaleAndShiftCount() {
        NDArray z = array(random(1000, 4));
        float normal = evaluate(z);
        assertThat(normal).isLessThan(evaluate(z.mul(1.5)) / 3);
        assertThat(normal).isLessThan(evaluate(z.mul(0.5)) / 3);
        assertThat(normal).isLessThan(evaluate(z.add(1)) / 3);
    }

    @Test
    void orderOfRowsSignOfDirectionsAndTheirLengthDoNotMatter() {
        NDArray z = array(random(6, 4));
        NDArray along = array(random(5, 4, 1));
        NDArray value = loss.evaluate(z, along);
        assertSame(loss.evaluate(z.flip(0), along), value);
        assertSame(loss.evaluate(z, along.mul(-7)), value);
        assertSame(loss.evaluate(z.neg(), along), value);
    }

    @Test
    void directionsFollowFromTheSeed() {
        NDArray z = array(random(6, 4));
        float first = evaluate(z);
        float next = loss.evaluate(z).getFloat(); // drawn anew
        assertThat(evaluate(z)).isEqualTo(first);
        assertThat(Math.abs(next - first)).isBetween(1e-7f, 10f);
    }

    @Test
    void theGradientIsFinite() {
        NDArray along = manager.randomNormal(0, 1, new Shape(9, 3), DataType.FLOAT32);
        assertFinite(z -> loss.evaluate(z, along), array(random(5, 3)));
        assertFinite(z -> loss.evaluate(z, along), ones(4, 3).mul(0));
        assertFinite(z -> loss.evaluate(z, along), ones(4, 3).mul(1e6));
        assertFinite(z -> loss.evaluate(z, along.mul(0)), ones(1, 3));
    }

    @Test
    void refusesWhatItCannotCompute() {
        assertRefused(() -> loss.evaluate(ones(3)), "an array (n, d) with n at least 1, got (3)");
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(2, 4)),
                "embeddings (n, d) and directions (m, d), got (2, 3) and (2, 4)");
        assertRefused(() -> new SigRegLoss(0, 17, 5), "number of directions");
        assertRefused(() -> new SigRegLoss(1, 16, 5), "an odd number of knots");
        assertRefused(() -> new SigRegLoss(1, 1, 5), "number of knots");
        assertRefused(() -> new SigRegLoss(1, 17, Float.NaN), "positive, finite range");
    }

    private float evaluate(NDArray z) {
        LibTorch.seed(1);
        return loss.evaluate(z).getFloat();
    }
}
