package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class NegativeCosineLossTest extends LossTest {

    private final NegativeCosineLoss loss = new NegativeCosineLoss();
    private final ByolLoss byol = new ByolLoss();

    /** lightly's NegativeCosineSimilarity, golden group contrastive_losses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "negative_cosine.a",
                "negative_cosine.b_batch2",
                "negative_cosine.c_zero_vector"
            })
    void agreesWithTheReference(String name) {
        try (GoldenCase golden =
                new GoldenCase(NegativeCosineLoss.class, "contrastive_losses", name)) {
            golden.checkLoss(loss.evaluate(golden.get("x0"), golden.get("x1")));
        }
    }

    /** SimSiam's loss by lightly and BYOL's by solo-learn, golden group contrastive_losses. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b_batch2"})
    void bothDirectionsAgreeWithTheReferences(String name) {
        try (GoldenCase golden =
                new GoldenCase(NegativeCosineLoss.class, "contrastive_losses", "simsiam." + name)) {
            NDArray first = loss.evaluate(golden.get("p1"), golden.get("z2").stopGradient());
            NDArray second = loss.evaluate(golden.get("p2"), golden.get("z1").stopGradient());
            golden.checkLoss(Numbers.times(first.add(second), 0.5));
        }
        try (GoldenCase golden =
                new GoldenCase(ByolLoss.class, "contrastive_losses", "byol." + name)) {
            NDArray first = byol.evaluate(golden.get("p1"), golden.get("z2").stopGradient());
            NDArray second = byol.evaluate(golden.get("p2"), golden.get("z1").stopGradient());
            golden.checkLoss(first.add(second));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "5, 4", "16, 32"})
    void isThePapersFormula(int n, int d) {
        double[][] p = random(n, d, 1);
        double[][] z = random(n, d, 2);
        double mean = 0;
        double distance = 0;
        for (int i = 0; i < n; i++) {
            mean -= cosine(p[i], z[i]) / n;
            for (int j = 0; j < d; j++) {
                double difference =
                        p[i][j] / Math.sqrt(dot(p[i], p[i])) - z[i][j] / Math.sqrt(dot(z[i], z[i]));
                distance += difference * difference / n;
            }
        }
        assertValue(loss.evaluate(array(p), array(z)), mean);
        assertValue(byol.evaluate(array(p), array(z)), distance);
    }

    @Test
    void onlyDirectionsCount() {
        NDArray p = array(random(4, 5));
        NDArray z = array(random(4, 5, 1));
        assertSame(loss.evaluate(z.mul(0.3), p.mul(7)), loss.evaluate(p, z));
        assertValue(loss.evaluate(p, p.mul(2)), -1);
        assertValue(byol.evaluate(p, p.neg()), 4);
    }

    @Test
    void staysFiniteAtExtremes() {
        assertFinite(p -> loss.evaluate(p, ones(2, 3)), ones(2, 3).mul(0));
        assertFinite(p -> byol.evaluate(p, ones(2, 3)), ones(2, 3).mul(1e15));
    }

    @Test
    void refusesWhatItCannotCompare() {
        assertRefused(() -> loss.evaluate(ones(3, 2), ones(3, 4)), "got (3, 2) and (3, 4)");
        assertRefused(() -> byol.evaluate(ones(3), ones(3)), "(n, d) of the same shape");
    }
}
