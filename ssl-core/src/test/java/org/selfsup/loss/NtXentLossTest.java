package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class NtXentLossTest extends LossTest {

    /** Values and gradients of lightly's NTXentLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({
        "ntxent.a, 0.5",
        "ntxent.b_batch2, 0.07",
        "ntxent.c_t01, 0.1",
        "ntxent.d_large_logits, 0.01",
        "ntxent.e_zero_vector, 0.5"
    })
    void agreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden = new GoldenCase(NtXentLoss.class, "contrastive_losses", name)) {
            golden.checkLoss(
                    new NtXentLoss(temperature).evaluate(golden.get("z1"), golden.get("z2")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 0.5", "5, 4, 0.1", "16, 32, 1"})
    void isThePapersFormula(int n, int d, float temperature) {
        double[][] z = random(2 * n, d);
        double mean = 0;
        for (int i = 0; i < 2 * n; i++) {
            double denominator = 0;
            for (int k = 0; k < 2 * n; k++) {
                if (k != i) {
                    denominator += Math.exp(cosine(z[i], z[k]) / temperature);
                }
            }
            double positive = cosine(z[i], z[(i + n) % (2 * n)]) / temperature;
            mean -= (positive - Math.log(denominator)) / (2 * n);
        }
        assertThat(evaluate(z, n, temperature)).isCloseTo((float) mean, within(1e-5f));
    }

    @Test
    void identicalRowsGiveLogOfTwoNMinusOne() {
        NDArray z = ones(6, 4);
        assertThat(new NtXentLoss(0.1f).evaluate(z, z).getFloat())
                .isCloseTo((float) Math.log(11), within(1e-5f));
    }

    @Test
    void lengthOfRowsAndOrderOfViewsDoNotMatter() {
        NDArray z1 = array(random(5, 7));
        NDArray z2 = z1.flip(0).mul(3).add(0.1);
        NtXentLoss loss = new NtXentLoss(0.3f);
        float value = loss.evaluate(z1, z2).getFloat();
        assertThat(loss.evaluate(z2, z1).getFloat()).isCloseTo(value, within(1e-5f));
        assertThat(loss.evaluate(z1.mul(7), z2.mul(0.01)).getFloat())
                .isCloseTo(value, within(1e-5f));
    }

    @Test
    void alignedViewsLoseLessThanUnrelatedOnes() {
        NDArray z1 = array(random(16, 8));
        NtXentLoss loss = new NtXentLoss(0.5f);
        assertThat(loss.evaluate(z1, z1).getFloat())
                .isLessThan(loss.evaluate(z1, z1.flip(0)).getFloat());
    }

    @Test
    void staysFiniteAtATinyTemperature() {
        NDArray z = array(random(4, 3));
        assertThat(new NtXentLoss(1e-4f).evaluate(z, z.neg()).getFloat()).isFinite();
    }

    @Test
    void refusesWhatItCannotCompare() {
        NtXentLoss loss = new NtXentLoss(0.5f);
        assertThatThrownBy(() -> loss.evaluate(ones(3, 2), ones(4, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(3, 2) and (4, 2)");
        assertThatThrownBy(() -> loss.evaluate(ones(1, 2), ones(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n at least 2");
        assertThatThrownBy(() -> new NtXentLoss(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive, finite temperature, got 0.0");
        assertThatThrownBy(() -> new NtXentLoss(Float.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private float evaluate(double[][] z, int n, float temperature) {
        NDArray all = array(z);
        return new NtXentLoss(temperature).evaluate(all.get(":" + n), all.get(n + ":")).getFloat();
    }
}
