package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class InfoNceLossTest extends LossTest {

    /** solo-learn's mocov2plus_loss_func, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"infonce_queue.a, 0.07", "infonce_queue.b_batch2, 0.2"})
    void agreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden = new GoldenCase(InfoNceLoss.class, "contrastive_losses", name)) {
            InfoNceLoss loss = new InfoNceLoss(temperature);
            golden.checkLoss(loss.evaluate(golden.get("q"), golden.get("k"), golden.get("queue")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 4, 0.5", "5, 4, 1, 0.1", "16, 32, 20, 1"})
    void isThePapersFormula(int n, int d, int negatives, float temperature) {
        double[][] q = random(n, d, 1);
        double[][] k = random(n, d, 2);
        double[][] queue = random(negatives, d, 3);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double positive = Math.exp(cosine(q[i], k[i]) / temperature);
            double sum = positive;
            for (double[] negative : queue) {
                sum += Math.exp(cosine(q[i], negative) / temperature);
            }
            mean -= Math.log(positive / sum) / n;
        }
        assertValue(new InfoNceLoss(temperature).evaluate(array(q), array(k), array(queue)), mean);
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 0.5", "5, 4, 0.1", "16, 32, 1"})
    void otherKeysOfTheBatchAreNegatives(int n, int d, float temperature) {
        double[][] q = random(n, d, 1);
        double[][] k = random(n, d, 2);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (double[] key : k) {
                sum += Math.exp(cosine(q[i], key) / temperature);
            }
            mean -= (cosine(q[i], k[i]) / temperature - Math.log(sum)) / n;
        }
        assertValue(new InfoNceLoss(temperature).evaluate(array(q), array(k)), mean);
    }

    @Test
    void equalKeysGiveLogOfTheirNumber() {
        InfoNceLoss loss = new InfoNceLoss(0.1f);
        assertValue(loss.evaluate(ones(3, 4), ones(3, 4), ones(6, 4)), Math.log(7));
        assertValue(loss.evaluate(ones(3, 4), ones(3, 4)), Math.log(3));
    }

    @Test
    void lengthsAndOrderOfNegativesDoNotMatter() {
        InfoNceLoss loss = new InfoNceLoss(0.2f);
        NDArray q = array(random(4, 5));
        NDArray k = array(random(4, 5, 1));
        NDArray queue = array(random(7, 5));
        assertSame(
                loss.evaluate(q.mul(3), k.mul(0.1), queue.flip(0).mul(9)),
                loss.evaluate(q, k, queue));
    }

    @Test
    void matchingKeysLoseLessThanUnrelatedOnes() {
        NDArray q = array(random(8, 6));
        NDArray queue = array(random(9, 6));
        InfoNceLoss loss = new InfoNceLoss(0.2f);
        assertThat(loss.evaluate(q, q, queue).getFloat())
                .isLessThan(loss.evaluate(q, q.flip(0), queue).getFloat());
    }

    @Test
    void staysFiniteAtExtremes() {
        InfoNceLoss loss = new InfoNceLoss(1e-4f);
        NDArray k = array(random(2, 3));
        assertFinite(q -> loss.evaluate(q, k, k.neg()), array(random(2, 3, 1)));
        assertFinite(q -> loss.evaluate(q, k), ones(2, 3).mul(0));
    }

    @Test
    void refusesWhatItCannotCompare() {
        InfoNceLoss loss = new InfoNceLoss(0.5f);
        assertRefused(
                () -> loss.evaluate(ones(3, 2), ones(4, 2), ones(5, 2)),
                "InfoNCE needs two arrays (n, d) of the same shape with n at least 1, got (3, 2)"
                        + " and (4, 2)");
        assertRefused(() -> loss.evaluate(ones(1, 2), ones(1, 2)), "n at least 2");
        assertRefused(
                () -> loss.evaluate(ones(3, 2), ones(3, 2), ones(5, 3)),
                "negatives (K, 2) with K at least 1, got (5, 3)");
        assertRefused(() -> new InfoNceLoss(0), "positive, finite temperature, got 0.0");
        assertRefused(() -> new InfoNceLoss(Float.NaN), "got NaN");
    }
}
