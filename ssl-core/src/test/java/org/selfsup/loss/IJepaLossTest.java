package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IJepaLossTest extends LossTest {

    @ParameterizedTest
    @CsvSource({"1, 3, 1", "5, 4, 0.3", "16, 7, 2"})
    void isTheFormula(int rows, int d, float beta) {
        double[][] prediction = random(rows, d, 1);
        double[][] target = random(rows, d, 2);
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            double m = 0;
            double square = 0;
            for (double s : target[i]) {
                m += s / d;
                square += s * s / d;
            }
            for (int j = 0; j < d; j++) {
                double s = (target[i][j] - m) / Math.sqrt(square - m * m + 1e-5);
                double e = Math.abs(prediction[i][j] - s);
                mean += (e < beta ? e * e / (2 * beta) : e - beta / 2) / (rows * d);
            }
        }
        NDArray loss =
                new IJepaLoss(beta)
                        .evaluate(
                                array(prediction).reshape(1, rows, d),
                                array(target).reshape(1, rows, d));
        assertValue(loss, mean);
    }

    @Test
    void scaleAndShiftOfATargetDoNotMatter() {
        NDArray prediction = array(random(6, 8)).reshape(2, 3, 8);
        NDArray target = array(random(6, 8, 1)).reshape(2, 3, 8);
        assertSame(
                IJepaLoss.PAPER.evaluate(prediction, target.mul(5).add(3)),
                IJepaLoss.PAPER.evaluate(prediction, target));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray zeros = ones(2, 3, 4).mul(0);
        assertFinite(p -> IJepaLoss.PAPER.evaluate(p, zeros), zeros);
        assertFinite(p -> IJepaLoss.PAPER.evaluate(p, zeros.add(1e6)), zeros.add(1e6));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(
                () -> IJepaLoss.PAPER.evaluate(ones(1, 2, 3), ones(1, 2, 4)),
                "got (1, 2, 3) and (1, 2, 4)");
        assertRefused(() -> IJepaLoss.PAPER.evaluate(ones(2, 3), ones(2, 3)), "(n, m, d)");
        assertRefused(() -> new IJepaLoss(0), "positive, finite beta");
    }
}
