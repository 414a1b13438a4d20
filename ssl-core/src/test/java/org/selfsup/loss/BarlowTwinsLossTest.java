package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class BarlowTwinsLossTest extends LossTest {

    /** lightly's BarlowTwinsLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"a, 0.005", "b, 0.05", "c_constant_feature, 0.005", "d_batch2, 0.005"})
    void agreesWithTheReference(String name, float weight) {
        try (GoldenCase golden =
                new GoldenCase(
                        BarlowTwinsLoss.class, "contrastive_losses", "barlow_twins." + name)) {
            NDArray loss = new BarlowTwinsLoss(weight).evaluate(golden.get("z1"), golden.get("z2"));
            golden.check("loss", loss);
            if (golden.has("grad_z1")) {
                golden.checkGradients(loss, "grad_");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 3", "6, 5", "16, 7"})
    void isThePapersFormula(int n, int d) {
        double[][] z1 = random(n, d, 1);
        double[][] z2 = random(n, d, 2);
        double[][] a = standard(z1);
        double[][] b = standard(z2);
        double invariance = 0;
        double redundancy = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double c = 0;
                for (int k = 0; k < n; k++) {
                    c += a[k][i] * b[k][j] / n;
                }
                invariance += i == j ? (1 - c) * (1 - c) : 0;
                redundancy += i == j ? 0 : c * c;
            }
        }
        BarlowTwinsLoss.Terms terms = new BarlowTwinsLoss(0.1f).terms(array(z1), array(z2));
        assertValue(terms.invariance(), invariance);
        assertValue(terms.redundancy(), redundancy);
        assertValue(terms.loss(), invariance + 0.1f * redundancy);
    }

    private static double[][] standard(double[][] z) {
        double[][] result = new double[z.length][z[0].length];
        for (int j = 0; j < z[0].length; j++) {
            double mean = 0;
            double square = 0;
            for (double[] row : z) {
                mean += row[j] / z.length;
                square += row[j] * row[j] / z.length;
            }
            for (int i = 0; i < z.length; i++) {
                result[i][j] = (z[i][j] - mean) / Math.sqrt(square - mean * mean + 1e-5);
            }
        }
        return result;
    }

    @Test
    void affineMapsOfFeaturesAndOrderOfViewsDoNotMatter() {
        NDArray z1 = array(random(8, 4));
        NDArray z2 = array(random(8, 4, 1));
        BarlowTwinsLoss loss = new BarlowTwinsLoss(0.1f);
        float value = loss.evaluate(z1, z2).getFloat();
        assertThat(loss.evaluate(z2.mul(30).add(5), z1.mul(20).sub(2)).getFloat())
                .isCloseTo(value, within(1e-3f));
    }

    @Test
    void staysFiniteAtExtremes() {
        BarlowTwinsLoss loss = new BarlowTwinsLoss(0.005f);
        assertFinite(z -> loss.evaluate(z, z), ones(2, 3));
        assertFinite(z -> loss.evaluate(z, z.flip(0)), array(random(4, 3)).mul(1e8));
    }

    @Test
    void refusesWhatItCannotCompare() {
        BarlowTwinsLoss loss = new BarlowTwinsLoss(0.005f);
        assertRefused(() -> loss.evaluate(ones(1, 2), ones(1, 2)), "n at least 2");
        assertRefused(() -> loss.evaluate(ones(3, 2), ones(3, 4)), "got (3, 2) and (3, 4)");
        assertRefused(() -> new BarlowTwinsLoss(-1), "finite weight of at least 0.0, got -1.0");
        assertRefused(() -> new BarlowTwinsLoss(Float.NaN), "got NaN");
    }
}
