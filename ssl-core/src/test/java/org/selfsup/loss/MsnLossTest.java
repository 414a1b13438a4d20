package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class MsnLossTest extends LossTest {

    /** lightly's MSNLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"msn.a, 0.1, 0.25, 3, 1", "msn.b_no_sinkhorn, 0.2, 0.5, 0, 5"})
    void agreesWithTheReference(
            String name, float temperature, float sharpening, int iterations, float weight) {
        try (GoldenCase golden = new GoldenCase(MsnLoss.class, "contrastive_losses", name)) {
            golden.checkLoss(
                    new MsnLoss(temperature, sharpening, iterations, weight)
                            .evaluate(
                                    golden.get("anchors"),
                                    golden.get("targets"),
                                    golden.get("prototypes")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 2, 2", "5, 4, 3, 1", "8, 6, 7, 3"})
    void isThePapersFormula(int n, int d, int k, int views) {
        double[][] anchors = random(n * views, d, 1);
        double[][] targets = random(n, d, 2);
        double[][] prototypes = random(k, d, 3);
        double cross = 0;
        double[] mean = new double[k];
        for (int i = 0; i < n * views; i++) {
            double[] p = assignment(anchors[i], prototypes, 0.5);
            double[] target = assignment(targets[i % n], prototypes, 0.5 * 0.25);
            for (int c = 0; c < k; c++) {
                cross -= target[c] * Math.log(p[c]) / (n * views);
                mean[c] += p[c] / (n * views);
            }
        }
        double gap = Math.log(k);
        for (double p : mean) {
            gap += p * Math.log(p);
        }
        MsnLoss.Terms terms =
                new MsnLoss(0.5f, 0.25f, 0, 3)
                        .terms(array(anchors), array(targets), array(prototypes));
        assertValue(terms.crossEntropy(), cross);
        assertValue(terms.entropyGap(), gap);
        assertValue(terms.loss(), cross + 3 * gap);
    }

    private static double[] assignment(double[] z, double[][] prototypes, double temperature) {
        double[] logits = new double[prototypes.length];
        for (int c = 0; c < logits.length; c++) {
            logits[c] = cosine(z, prototypes[c]) / temperature;
        }
        return softmax(logits);
    }

    @Test
    void lengthsOfRowsAndOrderOfPrototypesDoNotMatter() {
        NDArray z = array(random(4, 3));
        NDArray prototypes = array(random(5, 3, 1));
        MsnLoss loss = new MsnLoss(0.1f, 0.25f, 3, 1);
        assertSame(
                loss.evaluate(z.mul(3), z.mul(0.1), prototypes.flip(0).mul(2)),
                loss.evaluate(z, z, prototypes));
    }

    @Test
    void staysFiniteAtExtremes() {
        MsnLoss loss = new MsnLoss(1e-3f, 1e-2f, 3, 1);
        NDArray prototypes = array(random(3, 3));
        assertFinite(z -> loss.evaluate(z, prototypes, prototypes), ones(3, 3).mul(0));
        assertFinite(z -> loss.evaluate(z, prototypes.neg(), prototypes), prototypes);
    }

    @Test
    void refusesWhatDoesNotFit() {
        MsnLoss loss = new MsnLoss(0.1f, 0.25f, 3, 1);
        assertRefused(
                () -> loss.evaluate(ones(3, 2), ones(2, 2), ones(4, 2)),
                "anchors (v n, d), targets (n, d) and prototypes (k, d), got (3, 2) and (2, 2)"
                        + " and (4, 2)");
        assertRefused(() -> loss.evaluate(ones(2, 2), ones(2, 2), ones(4, 3)), "and (4, 3)");
        assertRefused(() -> new MsnLoss(0.1f, 0, 3, 1), "positive, finite sharpening");
        assertRefused(() -> new MsnLoss(0.1f, 1, -1, 1), "number of iterations from 0.0");
    }
}
