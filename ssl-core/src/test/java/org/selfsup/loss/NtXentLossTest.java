package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

class NtXentLossTest {

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = LibTorch.newManager(Device.cpu());
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    /** Values and gradients of lightly's NTXentLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({
        "ntxent.a, 0.5, true",
        "ntxent.b_batch2, 0.07, true",
        "ntxent.c_t01, 0.1, true",
        "ntxent.d_large_logits, 0.01, true",
        "ntxent.e_zero_vector, 0.5, false"
    })
    void agreesWithTheReference(String name, float temperature, boolean firstGradient) {
        Golden golden = Golden.open("contrastive_losses");
        NDArray z1 = array(golden, name + "/z1");
        NDArray z2 = array(golden, name + "/z2");
        z1.setRequiresGradient(true);
        z2.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            NDArray loss = new NtXentLoss(temperature).evaluate(z1, z2);
            Autograd.backward(loss);
            golden.assertClose(name + "/loss", loss.toFloatArray());
        }
        golden.assertClose(name + "/grad_z2", z2.getGradient().toFloatArray());
        if (firstGradient) {
            golden.assertClose(name + "/grad_z1", z1.getGradient().toFloatArray());
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
        NDArray z = manager.ones(new Shape(6, 4));
        assertThat(new NtXentLoss(0.1f).evaluate(z, z).getFloat())
                .isCloseTo((float) Math.log(11), within(1e-5f));
    }

    @Test
    void lengthOfRowsAndOrderOfViewsDoNotMatter() {
        NDArray z1 = manager.create(flat(random(5, 7)), new Shape(5, 7));
        NDArray z2 = z1.flip(0).mul(3).add(0.1);
        NtXentLoss loss = new NtXentLoss(0.3f);
        float value = loss.evaluate(z1, z2).getFloat();
        assertThat(loss.evaluate(z2, z1).getFloat()).isCloseTo(value, within(1e-5f));
        assertThat(loss.evaluate(z1.mul(7), z2.mul(0.01)).getFloat())
                .isCloseTo(value, within(1e-5f));
    }

    @Test
    void alignedViewsLoseLessThanUnrelatedOnes() {
        NDArray z1 = manager.create(flat(random(16, 8)), new Shape(16, 8));
        NtXentLoss loss = new NtXentLoss(0.5f);
        assertThat(loss.evaluate(z1, z1).getFloat())
                .isLessThan(loss.evaluate(z1, z1.flip(0)).getFloat());
    }

    @Test
    void staysFiniteAtATinyTemperature() {
        NDArray z = manager.create(flat(random(4, 3)), new Shape(4, 3));
        assertThat(new NtXentLoss(1e-4f).evaluate(z, z.neg()).getFloat()).isFinite();
    }

    @Test
    void refusesWhatItCannotCompare() {
        NtXentLoss loss = new NtXentLoss(0.5f);
        assertThatThrownBy(
                        () ->
                                loss.evaluate(
                                        manager.ones(new Shape(3, 2)),
                                        manager.ones(new Shape(4, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(3, 2) and (4, 2)");
        assertThatThrownBy(
                        () ->
                                loss.evaluate(
                                        manager.ones(new Shape(1, 2)),
                                        manager.ones(new Shape(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n at least 2");
        assertThatThrownBy(() -> new NtXentLoss(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positive, finite temperature, got 0.0");
        assertThatThrownBy(() -> new NtXentLoss(Float.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private NDArray array(Golden golden, String tensor) {
        return manager.create(golden.floats(tensor), new Shape(golden.shape(tensor)));
    }

    private float evaluate(double[][] z, int n, float temperature) {
        NDArray all = manager.create(flat(z), new Shape(2L * n, z[0].length));
        return new NtXentLoss(temperature).evaluate(all.get(":" + n), all.get(n + ":")).getFloat();
    }

    private static double[][] random(int rows, int columns) {
        Random random = new Random(rows * 31L + columns);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return values;
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
