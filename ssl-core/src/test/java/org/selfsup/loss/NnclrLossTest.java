package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class NnclrLossTest extends LossTest {

    /**
     * lightly's NNMemoryBankModule with solo-learn's nnclr_loss_func, and lightly's own use of
     * NT-Xent; golden group contrastive_losses.
     */
    @ParameterizedTest
    @CsvSource({"nnclr.a, 0.1", "nnclr.b_batch2, 0.3"})
    void agreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden = new GoldenCase(NnclrLoss.class, "contrastive_losses", name)) {
            NnclrLoss loss = new NnclrLoss(temperature);
            NDArray z = golden.get("z");
            NDArray bank = golden.get("bank");
            NDArray index = loss.nearest(z, bank);
            golden.checkLongs("index", index);
            NDArray neighbors = bank.get(index);
            golden.check("nn", neighbors);
            golden.of(NtXentLoss.class)
                    .check(
                            "loss_ntxent",
                            new NtXentLoss(temperature).evaluate(neighbors, golden.get("p")));
            golden.of(NnclrLoss.class).checkLoss(loss.evaluate(z, golden.get("p"), bank));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 1", "5, 4, 7", "12, 8, 30"})
    void isThePapersFormula(int n, int d, int k) {
        double[][] z = random(n, d, 1);
        double[][] p = random(n, d, 2);
        double[][] support = random(k, d, 3);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double[] nearest = support[0];
            for (double[] row : support) {
                nearest = cosine(z[i], row) > cosine(z[i], nearest) ? row : nearest;
            }
            double sum = 0;
            for (double[] other : p) {
                sum += Math.exp(cosine(nearest, other) / 0.5);
            }
            mean -= (cosine(nearest, p[i]) / 0.5 - Math.log(sum)) / n;
        }
        assertValue(new NnclrLoss(0.5f).evaluate(array(z), array(p), array(support)), mean);
    }

    @Test
    void aSupportSetOfTheQueriesIsPlainContrast() {
        NDArray z = array(random(5, 4));
        NDArray p = array(random(5, 4, 1));
        assertSame(
                new NnclrLoss(0.2f).evaluate(z.mul(3), p, z.flip(0)),
                new InfoNceLoss(0.2f).evaluate(z, p));
    }

    @Test
    void staysFiniteAtExtremes() {
        NnclrLoss loss = new NnclrLoss(1e-4f);
        NDArray z = array(random(2, 3));
        assertFinite(p -> loss.evaluate(z, p, z.neg()), ones(2, 3).mul(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        NnclrLoss loss = new NnclrLoss(0.1f);
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(2, 3), ones(4, 2)),
                "a support set (k, 3), got (4, 2)");
        assertRefused(() -> loss.evaluate(ones(2, 3), ones(3, 3), ones(4, 3)), "and (3, 3)");
        assertRefused(() -> new NnclrLoss(0), "positive, finite temperature");
    }
}
