package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class DclLossTest extends LossTest {

    /** lightly's DCLLoss and DCLWLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"a, 0.1, 0.5", "b_batch2, 0.5, 1"})
    void agreesWithTheReference(String name, float temperature, float sigma) {
        try (GoldenCase golden =
                new GoldenCase(DclLoss.class, "contrastive_losses", "dcl." + name)) {
            golden.checkLoss(new DclLoss(temperature).evaluate(golden.get("z1"), golden.get("z2")));
        }
        try (GoldenCase golden =
                new GoldenCase(DclwLoss.class, "contrastive_losses", "dclw." + name)) {
            golden.checkLoss(
                    new DclwLoss(temperature, sigma).evaluate(golden.get("z1"), golden.get("z2")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 0.5", "5, 4, 0.1", "16, 32, 1"})
    void isThePapersFormula(int n, int d, float t) {
        double[][] z1 = random(n, d, 1);
        double[][] z2 = random(n, d, 2);
        double[] similarity = new double[n];
        for (int i = 0; i < n; i++) {
            similarity[i] = cosine(z1[i], z2[i]) / 0.5;
        }
        double plain = 0;
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            double first = 0;
            double second = 0;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    first +=
                            Math.exp(cosine(z1[i], z1[j]) / t) + Math.exp(cosine(z1[i], z2[j]) / t);
                    second +=
                            Math.exp(cosine(z2[i], z2[j]) / t) + Math.exp(cosine(z2[i], z1[j]) / t);
                }
            }
            double negatives = (Math.log(first) + Math.log(second)) / 2;
            double positive = cosine(z1[i], z2[i]) / t;
            plain += (negatives - positive) / n;
            weighted += (negatives - (2 - n * softmax(similarity)[i]) * positive) / n;
        }
        assertValue(new DclLoss(t).evaluate(array(z1), array(z2)), plain);
        assertValue(new DclwLoss(t, 0.5f).evaluate(array(z1), array(z2)), weighted);
    }

    @Test
    void lengthOfRowsAndOrderOfViewsDoNotMatter() {
        NDArray z1 = array(random(5, 4));
        NDArray z2 = array(random(5, 4, 1));
        DclLoss dcl = new DclLoss(0.2f);
        DclwLoss dclw = new DclwLoss(0.2f, 0.5f);
        assertSame(dcl.evaluate(z2.mul(3), z1.mul(0.1)), dcl.evaluate(z1, z2));
        assertSame(dclw.evaluate(z2.mul(3), z1.mul(0.1)), dclw.evaluate(z1, z2));
    }

    @Test
    void equallyAlignedPositivesWeighTheSame() {
        NDArray z = array(random(5, 4));
        assertSame(new DclwLoss(0.2f, 0.5f).evaluate(z, z), new DclLoss(0.2f).evaluate(z, z));
    }

    @Test
    void staysFiniteAtExtremes() {
        assertFinite(z -> new DclLoss(1e-4f).evaluate(z, z.neg()), array(random(2, 3)));
        assertFinite(z -> new DclwLoss(0.1f, 1e-4f).evaluate(z, ones(2, 3)), ones(2, 3).mul(0));
    }

    @Test
    void refusesWhatItCannotCompare() {
        DclLoss dcl = new DclLoss(0.1f);
        assertRefused(() -> dcl.evaluate(ones(3, 2), ones(4, 2)), "got (3, 2) and (4, 2)");
        assertRefused(() -> dcl.evaluate(ones(1, 2), ones(1, 2)), "n at least 2");
        DclwLoss dclw = new DclwLoss(0.1f, 0.5f);
        assertRefused(() -> dclw.evaluate(ones(1, 2), ones(1, 2)), "DCLW");
        assertRefused(() -> new DclLoss(-1), "positive, finite temperature");
        assertRefused(() -> new DclwLoss(0.1f, 0), "positive, finite sigma");
    }
}
