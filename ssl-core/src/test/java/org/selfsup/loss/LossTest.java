package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/** What tests of losses share: arrays, and the pieces of a formula in plain doubles. */
abstract class LossTest {

    final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void closeManager() {
        manager.close();
    }

    NDArray array(double[]... rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    NDArray vector(double... values) {
        return array(values).reshape(-1);
    }

    NDArray longs(long... values) {
        return manager.create(values);
    }

    NDArray ones(long... shape) {
        return manager.ones(new Shape(shape));
    }

    /** Standard normal numbers; the seed is made of the sizes. */
    static double[][] random(int rows, int columns) {
        return random(rows, columns, 0);
    }

    static double[][] random(int rows, int columns, long seed) {
        Random random = new Random(rows * 31L + columns + 1000 * seed);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextGaussian(); // what an array can hold
            }
        }
        return values;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    static double squaredDistance(double[] a, double[] b) {
        return dot(a, a) - 2 * dot(a, b) + dot(b, b);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double[] softmax(double[] logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double[] p = new double[logits.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i]) / sum;
        }
        return p;
    }

    static void assertValue(NDArray scalar, double expected) {
        assertThat(scalar.getShape()).isEqualTo(new Shape());
        assertThat((double) scalar.getFloat())
                .isCloseTo(expected, within(1e-5 + 2e-5 * Math.abs(expected)));
    }

    static void assertSame(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float[] values = actual.toFloatArray();
        float[] wanted = expected.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i], within(1e-5f + 1e-4f * Math.abs(wanted[i])));
        }
    }

    /** Asserts that a loss and its gradient are finite. */
    static void assertFinite(Function<NDArray, NDArray> loss, NDArray x) {
        NDArray input = x.duplicate();
        input.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            NDArray value = loss.apply(input).sum();
            assertThat(value.getFloat()).isFinite();
            Autograd.backward(value);
        }
        for (float g : input.getGradient().toFloatArray()) {
            assertThat(g).isFinite();
        }
    }

    static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
