package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class DenseCpcLossTest {

    private static final int N = 2;
    private static final int T = 4;
    private static final int S = 3;
    private static final int STEPS = 2;
    private static final int D = 5;

    @Test
    void itIsTheFormulaInPlainLoops() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.randomNormal(new Shape(N, T, S, D));
            NDArray p = manager.randomNormal(new Shape(N, T, S, STEPS, D));
            float[] steps = new DenseCpcLoss().steps(z, p).toFloatArray();
            float[] codes = z.toFloatArray();
            float[] predictions = p.toFloatArray();
            for (int k = 1; k <= STEPS; k++) {
                assertThat((double) steps[k - 1])
                        .isCloseTo(slow(codes, predictions, k), within(1e-5));
            }
            assertThat(new DenseCpcLoss().evaluate(z, p).getFloat())
                    .isCloseTo((steps[0] + steps[1]) / 2, within(1e-6f));
        }
    }

    private static double slow(float[] codes, float[] predictions, int k) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            for (int t = 0; t < T - k; t++) {
                for (int s = 0; s < S; s++) {
                    int prediction = (((i * T + t) * S + s) * STEPS + k - 1) * D;
                    double all = 0;
                    for (int other = 0; other < N * T * S; other++) {
                        all += Math.exp(dot(codes, other * D, predictions, prediction));
                    }
                    int own = ((i * T + t + k) * S + s) * D;
                    sum += Math.log(all) - dot(codes, own, predictions, prediction);
                }
            }
        }
        return sum / (N * (T - k) * S);
    }

    private static double dot(float[] a, int from, float[] b, int start) {
        double sum = 0;
        for (int i = 0; i < D; i++) {
            sum += (double) a[from + i] * b[start + i];
        }
        return sum;
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.zeros(new Shape(N, T, S, D));
            NDArray p = manager.zeros(new Shape(N, T, S, T, D));
            assertThatThrownBy(() -> new DenseCpcLoss().evaluate(z, p))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("with K from 1 to t - 1");
        }
    }
}
