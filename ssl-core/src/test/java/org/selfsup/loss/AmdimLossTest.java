package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class AmdimLossTest {

    private static final int N = 3;
    private static final int UNITS = 4;
    private static final int LOCATIONS = 5;
    private static final int GLOBALS = 2;

    @Test
    void itIsTheFormulaInPlainLoops() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray local =
                    manager.randomNormal(0, 3, new Shape(N, UNITS, LOCATIONS), DataType.FLOAT32);
            NDArray global =
                    manager.randomNormal(0, 3, new Shape(N, UNITS, GLOBALS), DataType.FLOAT32);
            float[] l = local.toFloatArray();
            float[] g = global.toFloatArray();
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < N; i++) {
                for (int b = 0; b < GLOBALS; b++) {
                    double negatives = 0;
                    for (int j = 0; j < N; j++) {
                        for (int a = 0; a < LOCATIONS; a++) {
                            double s = score(l, g, j, a, i, b);
                            squares += s * s;
                            negatives += i == j ? 0 : Math.exp(clipped(s));
                        }
                    }
                    for (int a = 0; a < LOCATIONS; a++) {
                        double own = clipped(score(l, g, i, a, i, b));
                        sum += Math.log(Math.exp(own) + negatives) - own;
                    }
                }
            }
            double expected =
                    sum / (N * LOCATIONS * GLOBALS) + 0.1 * squares / (N * N * LOCATIONS * GLOBALS);
            assertThat((double) new AmdimLoss(2, 0.1f).evaluate(local, global).getFloat())
                    .isCloseTo(expected, within(1e-4));
        }
    }

    private static double score(float[] l, float[] g, int of, int a, int i, int b) {
        double dot = 0;
        for (int u = 0; u < UNITS; u++) {
            dot += (double) l[(of * UNITS + u) * LOCATIONS + a] * g[(i * UNITS + u) * GLOBALS + b];
        }
        return dot / Math.sqrt(UNITS);
    }

    private static double clipped(double s) {
        return 2 * Math.tanh(s / 2);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new AmdimLoss(0, 0.04f)).hasMessageContaining("clip");
        assertThatThrownBy(() -> new AmdimLoss(20, -1)).hasMessageContaining("penalty");
    }
}
