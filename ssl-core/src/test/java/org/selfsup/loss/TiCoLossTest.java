package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class TiCoLossTest extends LossTest {

    /** lightly's TiCoLoss in two calls, golden group contrastive_losses; it adds a constant 1. */
    @ParameterizedTest
    @CsvSource({"tico.a, 0.9, 8", "tico.b_batch2, 0.5, 20"})
    void agreesWithTheReference(String name, float beta, float rho) {
        try (GoldenCase golden = new GoldenCase(TiCoLoss.class, "contrastive_losses", name)) {
            golden.differing("lightly adds a constant 1 that the paper has not: added here");
            TiCoLoss loss = new TiCoLoss(beta, rho);
            long d = golden.get("z1").getShape().get(1);
            TiCoLoss.Terms first =
                    loss.evaluate(
                            golden.get("z1_step0"), golden.get("z2_step0"), ones(d, d).mul(0));
            golden.check("loss_step0", first.loss().add(1));
            golden.check("C_step0", first.covariance());
            TiCoLoss.Terms second =
                    loss.evaluate(golden.get("z1"), golden.get("z2"), first.covariance());
            golden.check("C", second.covariance());
            golden.checkLoss(second.loss().add(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "6, 5", "16, 7"})
    void isThePapersFormula(int n, int d) {
        double[][] z1 = random(n, d, 1);
        double[][] z2 = random(n, d, 2);
        double[][] c = random(d, d, 3);
        double invariance = 0;
        double contrast = 0;
        for (int i = 0; i < n; i++) {
            invariance -= cosine(z1[i], z2[i]) / n;
            double length = dot(z1[i], z1[i]);
            for (int a = 0; a < d; a++) {
                for (int b = 0; b < d; b++) {
                    double now = 0;
                    for (double[] row : z1) {
                        now += row[a] * row[b] / dot(row, row) / n;
                    }
                    double updated = 0.75 * c[a][b] + 0.25 * now;
                    contrast += z1[i][a] * updated * z1[i][b] / length / n;
                }
            }
        }
        TiCoLoss.Terms terms = new TiCoLoss(0.75f, 2).evaluate(array(z1), array(z2), array(c));
        assertValue(terms.invariance(), invariance);
        assertValue(terms.contrast(), contrast);
        assertValue(terms.loss(), invariance + 2 * contrast);
    }

    @Test
    void lengthsOfRowsDoNotMatter() {
        NDArray z1 = array(random(5, 3));
        NDArray z2 = array(random(5, 3, 1));
        NDArray c = manager.eye(3);
        TiCoLoss loss = new TiCoLoss(0.9f, 8);
        assertSame(
                loss.evaluate(z1.mul(4), z2.mul(0.1), c).loss(), loss.evaluate(z1, z2, c).loss());
    }

    @Test
    void staysFiniteAtExtremes() {
        TiCoLoss loss = new TiCoLoss(0, 1e4f);
        assertFinite(z -> loss.evaluate(z, ones(2, 3), ones(3, 3)).loss(), ones(2, 3).mul(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        TiCoLoss loss = new TiCoLoss(0.9f, 8);
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(2, 3), ones(2, 2)),
                "a covariance (3, 3) for embeddings of 3, got (2, 2)");
        assertRefused(() -> loss.evaluate(ones(2, 3), ones(3, 3), ones(3, 3)), "(2, 3) and (3, 3)");
        assertRefused(() -> new TiCoLoss(2, 8), "beta from 0.0 to 1.0, got 2.0");
        assertRefused(() -> new TiCoLoss(1, -8), "finite rho of at least 0.0, got -8.0");
    }
}
