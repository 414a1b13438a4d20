package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class CpcLossTest extends LossTest {

    private final CpcLoss loss = new CpcLoss();

    /** The paper's equation (derived), golden group mi_graph. */
    @ParameterizedTest
    @ValueSource(strings = {"cpc.a", "cpc.b_batch2"})
    void agreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(CpcLoss.class, "mi_graph", name)) {
            CpcLoss.Terms terms = loss.terms(golden.get("z"), golden.get("c"), golden.get("W"));
            golden.check("loss_k", terms.steps());
            golden.checkLoss(terms.loss());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 3, 2, 1", "4, 6, 2, 3, 5", "5, 4, 4, 4, 2"})
    void isThePapersFormula(int n, int t, int d, int e, int steps) {
        double[][] z = random(n * t, d, 1);
        double[][] c = random(n * t, e, 2);
        double[][] w = random(steps * d, e, 3);
        double mean = 0;
        for (int k = 1; k <= steps; k++) {
            for (int i = 0; i < n; i++) {
                for (int time = 0; time + k < t; time++) {
                    double[] prediction = new double[d];
                    for (int a = 0; a < d; a++) {
                        prediction[a] = dot(w[(k - 1) * d + a], c[i * t + time]);
                    }
                    double[] logits = new double[n];
                    for (int j = 0; j < n; j++) {
                        logits[j] = dot(z[j * t + time + k], prediction);
                    }
                    mean -= Math.log(softmax(logits)[i]) / (n * (t - k) * steps);
                }
            }
        }
        assertValue(
                loss.evaluate(
                        array(z).reshape(n, t, d),
                        array(c).reshape(n, t, e),
                        array(w).reshape(steps, d, e)),
                mean);
    }

    @Test
    void equalCodesGiveLogOfTheBatch() {
        assertValue(loss.evaluate(ones(5, 3, 2), ones(5, 3, 4), ones(2, 2, 4)), Math.log(5));
    }

    @Test
    void orderOfSamplesDoesNotMatter() {
        NDArray z = array(random(6, 2)).reshape(3, 2, 2);
        NDArray c = array(random(6, 2, 1)).reshape(3, 2, 2);
        NDArray w = array(random(2, 2, 2)).reshape(1, 2, 2);
        assertSame(loss.evaluate(z.flip(0), c.flip(0), w), loss.evaluate(z, c, w));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray w = ones(1, 2, 2).mul(1e4);
        NDArray c = array(random(4, 2)).reshape(2, 2, 2);
        assertFinite(z -> loss.evaluate(z, c, w), c.neg());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(
                () -> loss.evaluate(ones(2, 3, 4), ones(2, 3, 5), ones(3, 4, 5)),
                "K from 1 to t - 1, got (2, 3, 4) and (2, 3, 5) and (3, 4, 5)");
        assertRefused(
                () -> loss.evaluate(ones(1, 3, 4), ones(1, 3, 5), ones(1, 4, 5)), "n at least 2");
        assertRefused(
                () -> loss.evaluate(ones(2, 3, 4), ones(2, 3, 5), ones(1, 5, 4)), "(1, 5, 4)");
    }
}
