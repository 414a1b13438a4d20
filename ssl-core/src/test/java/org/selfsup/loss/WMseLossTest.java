package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class WMseLossTest extends LossTest {

    /** lightly's Whitening2d and norm_mse_loss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"wmse.a, 0", "wmse.b_eps, 0.1"})
    void agreesWithTheReference(String name, float epsilon) {
        try (GoldenCase golden = new GoldenCase(WMseLoss.class, "contrastive_losses", name)) {
            WMseLoss loss = new WMseLoss(epsilon);
            golden.check("whitened1", loss.whiten(golden.get("z1")));
            golden.check("whitened2", loss.whiten(golden.get("z2")));
            golden.checkLoss(loss.evaluate(golden.get("z1"), golden.get("z2")));
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 2", "8, 3", "32, 6"})
    void isThePapersFormula(int n, int d) {
        double[][] w1 = whiten(random(n, d, 1));
        double[][] w2 = whiten(random(n, d, 2));
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (2 - 2 * cosine(w1[i], w2[i])) / n;
        }
        NDArray loss = new WMseLoss(0).evaluate(array(random(n, d, 1)), array(random(n, d, 2)));
        assertThat((double) loss.getFloat()).isCloseTo(mean, within(1e-4));
    }

    /** Gram-Schmidt on the features, which is what a Cholesky factor does. */
    private static double[][] whiten(double[][] z) {
        int n = z.length;
        int d = z[0].length;
        double[][] w = new double[n][d];
        for (int j = 0; j < d; j++) {
            double[] f = new double[n];
            double mean = 0;
            for (double[] row : z) {
                mean += row[j] / n;
            }
            for (int i = 0; i < n; i++) {
                f[i] = z[i][j] - mean;
            }
            for (int k = 0; k < j; k++) {
                double overlap = 0;
                for (int i = 0; i < n; i++) {
                    overlap += f[i] * w[i][k] / (n - 1);
                }
                for (int i = 0; i < n; i++) {
                    f[i] -= overlap * w[i][k];
                }
            }
            double length = Math.sqrt(dot(f, f) / (n - 1));
            for (int i = 0; i < n; i++) {
                w[i][j] = f[i] / length;
            }
        }
        return w;
    }

    @Test
    void whitenedRowsHaveTheIdentityAsCovariance() {
        NDArray w = new WMseLoss(0).whiten(array(random(12, 3)));
        assertSame(w.transpose().matMul(w).div(11), manager.eye(3));
    }

    @Test
    void affineMapsOfFeaturesDoNotMatter() {
        NDArray z1 = array(random(12, 3));
        NDArray z2 = array(random(12, 3, 1));
        WMseLoss loss = new WMseLoss(0);
        assertSame(loss.evaluate(z1.mul(7).add(2), z2.mul(0.3)), loss.evaluate(z1, z2));
        assertValue(loss.evaluate(z1, z1), 0);
    }

    @Test
    void staysFiniteAtExtremes() {
        assertFinite(z -> new WMseLoss(0.5f).evaluate(z, z.flip(0)), ones(2, 3));
        assertFinite(z -> new WMseLoss(0).evaluate(z, z.flip(0)), array(random(2, 1)).mul(1e6));
    }

    @Test
    void refusesWhatItCannotWhiten() {
        WMseLoss loss = new WMseLoss(0);
        assertRefused(
                () -> loss.evaluate(ones(4, 3), ones(4, 3)),
                "W-MSE needs rows whose covariance is not singular; take more rows or raise epsilon"
                        + " from 0.0, got (4, 3)");
        assertRefused(() -> loss.evaluate(ones(4, 3), ones(3, 3)), "got (4, 3) and (3, 3)");
        assertRefused(() -> new WMseLoss(1.5f), "epsilon from 0.0 to 1.0, got 1.5");
    }
}
