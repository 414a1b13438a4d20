package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class SupConLossTest extends LossTest {

    /**
     * SupContrast's SupConLoss, golden group contrastive_losses, which is scaled by
     * temperature/base; its {@code loss_in} is of a form that is not ours.
     */
    @ParameterizedTest
    @CsvSource({
        "supcon.a, 0.1, 0.07",
        "supcon.b_all_distinct, 0.5, 0.5",
        "supcon.c_one_class, 0.2, 0.2"
    })
    void agreesWithTheReference(String name, float temperature, float base) {
        try (GoldenCase golden = new GoldenCase(SupConLoss.class, "contrastive_losses", name)) {
            golden.differing("SupContrast scales by temperature / base: scaled here");
            NDArray loss =
                    new SupConLoss(temperature)
                            .evaluate(golden.get("z1"), golden.get("z2"), golden.longs("labels"));
            golden.checkLoss(Numbers.times(loss, temperature / base));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 0.5", "5, 4, 0.1", "12, 8, 1"})
    void isThePapersFormula(int n, int d, float t) {
        double[][] z = random(2 * n, d);
        long[] labels = new long[n];
        Arrays.setAll(labels, i -> i % 3);
        double mean = 0;
        for (int i = 0; i < 2 * n; i++) {
            double sum = 0;
            double positives = 0;
            int count = 0;
            for (int a = 0; a < 2 * n; a++) {
                if (a != i) {
                    sum += Math.exp(cosine(z[i], z[a]) / t);
                    if (labels[a % n] == labels[i % n]) {
                        positives += cosine(z[i], z[a]) / t;
                        count++;
                    }
                }
            }
            mean -= (positives / count - Math.log(sum)) / (2 * n);
        }
        NDArray all = array(z);
        assertValue(
                new SupConLoss(t).evaluate(all.get("0:" + n), all.get(n + ":"), longs(labels)),
                mean);
    }

    @Test
    void withoutCommonLabelsItIsNtXent() {
        NDArray z1 = array(random(4, 3));
        NDArray z2 = array(random(4, 3, 1));
        assertSame(
                new SupConLoss(0.3f).evaluate(z1, z2, longs(7, -1, 0, 3)),
                new NtXentLoss(0.3f).evaluate(z1, z2));
    }

    @Test
    void threeViewsGiveTwoPositivesEach() {
        double[][] z = random(6, 4);
        double mean = 0;
        for (int i = 0; i < 6; i++) {
            double sum = 0;
            double positives = 0;
            for (int a = 0; a < 6; a++) {
                if (a != i) {
                    sum += Math.exp(cosine(z[i], z[a]) / 0.5);
                    positives += a % 2 == i % 2 ? cosine(z[i], z[a]) / 0.5 : 0;
                }
            }
            mean -= (positives / 2 - Math.log(sum)) / 6;
        }
        NDArray all = array(z);
        NDList views = new NDList(all.get("0:2"), all.get("2:4"), all.get("4:"));
        assertValue(new SupConLoss(0.5f).evaluate(views, longs(0, 1)), mean);
    }

    @Test
    void staysFiniteAtExtremes() {
        SupConLoss loss = new SupConLoss(1e-4f);
        assertFinite(z -> loss.evaluate(z, z.neg(), longs(0, 1)), array(random(2, 3)));
        assertFinite(z -> loss.evaluate(z, z, longs(0)), ones(1, 3).mul(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        SupConLoss loss = new SupConLoss(0.1f);
        assertRefused(() -> loss.evaluate(ones(3, 2), ones(3, 2), longs(1)), "3 labels, got (1)");
        assertRefused(() -> loss.evaluate(ones(3, 2), ones(2, 2), longs(1)), "(3, 2) and (2, 2)");
        assertRefused(
                () -> loss.evaluate(new NDList(ones(3, 2)), longs(0, 1, 2)),
                "two views at least, got (3, 2)");
        assertRefused(() -> new SupConLoss(0), "positive, finite temperature");
    }
}
