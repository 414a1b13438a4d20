package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class MoCoV3LossTest extends LossTest {

    /** solo-learn's mocov3_loss_func in both directions, golden group contrastive_losses. */
    @Test
    void agreesWithTheReference() {
        try (GoldenCase golden =
                new GoldenCase(MoCoV3Loss.class, "contrastive_losses", "mocov3.a")) {
            golden.checkLoss(
                    new MoCoV3Loss(0.2f)
                            .evaluate(
                                    golden.get("q1"),
                                    golden.get("q2"),
                                    golden.get("k1"),
                                    golden.get("k2")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 0.5", "5, 4, 0.1", "12, 8, 1"})
    void areThePapersFormulas(int n, int d, float t) {
        double[][] q1 = random(n, d, 1);
        double[][] q2 = random(n, d, 2);
        double[][] k1 = random(n, d, 3);
        double[][] k2 = random(n, d, 4);
        double contrast = 0;
        double divergence = 0;
        for (int i = 0; i < n; i++) {
            double[] a = softmax(logits(q1[i], k2, t));
            double[] b = softmax(logits(q2[i], k1, t));
            contrast -= (Math.log(a[i]) + Math.log(b[i])) / n;
            for (int j = 0; j < n; j++) {
                divergence += (a[j] * Math.log(a[j] / b[j]) + b[j] * Math.log(b[j] / a[j])) / n;
            }
        }
        assertValue(
                new MoCoV3Loss(t).evaluate(array(q1), array(q2), array(k1), array(k2)),
                2 * t * contrast);
        ReLicLoss.Terms terms =
                new ReLicLoss(t, 3).terms(array(q1), array(q2), array(k1), array(k2));
        assertValue(terms.contrast(), contrast / 2);
        assertValue(terms.invariance(), divergence / 2);
        assertValue(terms.loss(), contrast / 2 + 3 * divergence / 2);
    }

    private static double[] logits(double[] q, double[][] keys, double t) {
        double[] logits = new double[keys.length];
        Arrays.setAll(logits, j -> cosine(q, keys[j]) / t);
        return logits;
    }

    @Test
    void orderOfViewsDoesNotMatter() {
        NDArray q1 = array(random(4, 3, 1));
        NDArray q2 = array(random(4, 3, 2));
        NDArray k1 = array(random(4, 3, 3));
        NDArray k2 = array(random(4, 3, 4));
        MoCoV3Loss moco = new MoCoV3Loss(0.2f);
        assertSame(moco.evaluate(q2, q1, k2, k1), moco.evaluate(q1, q2, k1, k2));
        ReLicLoss relic = new ReLicLoss(0.2f, 1);
        assertSame(relic.evaluate(q2, q1, k2, k1), relic.evaluate(q1, q2, k1, k2));
    }

    @Test
    void equalViewsDoNotDiverge() {
        NDArray q = array(random(4, 3));
        assertValue(new ReLicLoss(0.1f, 1).terms(q, q, q, q).invariance(), 0);
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray k = array(random(2, 3));
        assertFinite(q -> new MoCoV3Loss(1e-4f).evaluate(q, q, k, k.neg()), k);
        assertFinite(q -> new ReLicLoss(1e-4f, 1).evaluate(q, q.neg(), k, k), k);
        assertFinite(q -> new ReLicLoss(1, 1).evaluate(q, q, k, k), ones(2, 3).mul(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        NDArray one = ones(1, 3);
        assertRefused(() -> new MoCoV3Loss(1).evaluate(one, one, one, one), "n at least 2");
        assertRefused(
                () -> new ReLicLoss(1, 1).evaluate(ones(2, 3), ones(2, 3), ones(2, 3), one),
                "and (1, 3)");
        assertRefused(() -> new MoCoV3Loss(0), "positive, finite temperature");
        assertRefused(() -> new ReLicLoss(1, -1), "finite weight of at least 0.0");
    }
}
