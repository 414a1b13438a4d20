package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class KoLeoLossTest extends LossTest {

    private final KoLeoLoss loss = new KoLeoLoss();

    /** lightly's KoLeoLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @ValueSource(strings = {"koleo.a", "koleo.b_batch2"})
    void agreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(KoLeoLoss.class, "contrastive_losses", name)) {
            golden.checkLoss(loss.evaluate(golden.get("x")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "5, 4", "16, 7"})
    void isThePapersFormula(int n, int d) {
        double[][] z = random(n, d);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    nearest = Math.min(nearest, Math.sqrt(2 - 2 * cosine(z[i], z[j])));
                }
            }
            mean -= Math.log(nearest) / n;
        }
        assertValue(loss.evaluate(array(z)), mean);
    }

    @Test
    void lengthsAndOrderDoNotMatterAndSpreadRowsLoseLess() {
        NDArray z = array(random(6, 4));
        assertSame(loss.evaluate(z.flip(0).mul(3)), loss.evaluate(z));
        assertThat(loss.evaluate(z).getFloat()).isLessThan(loss.evaluate(z.add(5)).getFloat());
        assertValue(loss.evaluate(array(new double[] {1, 0}, new double[] {-2, 0})), -Math.log(2));
    }

    @Test
    void staysFiniteAtExtremes() {
        assertFinite(loss::evaluate, ones(2, 3));
        assertFinite(loss::evaluate, ones(2, 3).mul(0));
    }

    @Test
    void refusesASingleRow() {
        assertRefused(
                () -> loss.evaluate(ones(1, 3)), "an array (n, d) with n at least 2, got (1, 3)");
    }
}
