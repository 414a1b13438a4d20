package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class VicRegLossTest extends LossTest {

    /** lightly's VICRegLoss, golden group contrastive_losses; loss_paper adds the variances. */
    @ParameterizedTest
    @CsvSource({"a, 25, 25, 1", "b_batch2, 10, 5, 2", "c_constant, 25, 25, 1"})
    void agreesWithTheReference(String name, float lambda, float mu, float nu) {
        try (GoldenCase golden =
                new GoldenCase(VicRegLoss.class, "contrastive_losses", "vicreg." + name)) {
            VicRegLoss loss = new VicRegLoss(lambda, mu, nu);
            for (int view = 1; view <= 2; view++) {
                NDArray z = golden.get("z" + view);
                golden.check("variance_" + view, loss.terms(z, z).variance());
                golden.check("covariance_" + view, loss.terms(z, z).covariance().div(2));
            }
            VicRegLoss.Terms terms = loss.terms(golden.get("z1"), golden.get("z2"));
            golden.check("invariance", terms.invariance());
            golden.checkLoss(terms.loss());
            golden.differing("the paper adds the two variance terms, we average them: added here")
                    .check("loss_paper", terms.loss().add(terms.variance().mul(mu)));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "6, 5", "16, 7"})
    void isThePapersFormula(int n, int d) {
        double[][] z1 = random(n, d, 1);
        double[][] z2 = random(n, d, 2);
        double invariance = 0;
        for (int i = 0; i < n; i++) {
            invariance += squaredDistance(z1[i], z2[i]) / (n * d);
        }
        double[] first = varianceAndCovariance(z1);
        double[] second = varianceAndCovariance(z2);
        VicRegLoss.Terms terms = new VicRegLoss(3, 4, 5).terms(array(z1), array(z2));
        assertValue(terms.invariance(), invariance);
        assertValue(terms.variance(), (first[0] + second[0]) / 2);
        assertValue(terms.covariance(), first[1] + second[1]);
        assertValue(
                terms.loss(),
                3 * invariance + 2 * (first[0] + second[0]) + 5 * (first[1] + second[1]));
    }

    private static double[] varianceAndCovariance(double[][] z) {
        int n = z.length;
        int d = z[0].length;
        double[] mean = new double[d];
        for (double[] row : z) {
            for (int j = 0; j < d; j++) {
                mean[j] += row[j] / n;
            }
        }
        double[] result = new double[2];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double c = 0;
                for (double[] row : z) {
                    c += (row[i] - mean[i]) * (row[j] - mean[j]) / (n - 1);
                }
                if (i == j) {
                    result[0] += Math.max(0, 1 - Math.sqrt(c + 1e-4)) / d;
                } else {
                    result[1] += c * c / d;
                }
            }
        }
        return result;
    }

    @Test
    void orderOfViewsAndACommonShiftDoNotMatter() {
        NDArray z1 = array(random(8, 4));
        NDArray z2 = array(random(8, 4, 1));
        assertSame(
                VicRegLoss.PAPER.evaluate(z2.add(3), z1.add(3)), VicRegLoss.PAPER.evaluate(z1, z2));
    }

    @Test
    void collapsedViewsLoseTheirVariance() {
        VicRegLoss.Terms terms = VicRegLoss.PAPER.terms(ones(4, 3), ones(4, 3));
        assertValue(terms.variance(), 0.99);
        assertValue(terms.invariance(), 0);
        assertValue(terms.covariance(), 0);
    }

    @Test
    void staysFiniteAtExtremes() {
        assertFinite(z -> VicRegLoss.PAPER.evaluate(z, z.mul(2)), ones(2, 3));
        assertFinite(z -> VicRegLoss.PAPER.evaluate(z, z.neg()), array(random(2, 3)).mul(1e4));
    }

    @Test
    void refusesWhatItCannotCompare() {
        assertRefused(() -> VicRegLoss.PAPER.evaluate(ones(1, 2), ones(1, 2)), "n at least 2");
        assertRefused(() -> VicRegLoss.PAPER.evaluate(ones(3, 2), ones(3, 4)), "got (3, 2)");
        assertRefused(() -> new VicRegLoss(1, -1, 1), "finite mu of at least 0.0, got -1.0");
    }
}
