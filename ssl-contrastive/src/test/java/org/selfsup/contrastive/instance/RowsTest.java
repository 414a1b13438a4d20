package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class RowsTest {

    @Test
    void theGradientComesBackInOrderAfterACollection() {
        int n = 4096;
        int[] order = Randomness.permutation(n, Randomness.at(1));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd recording = Autograd.on()) {
            NDArray x = manager.zeros(new Shape(n, 1));
            x.setRequiresGradient(true);
            NDArray weight = manager.arange(0f, n).reshape(n, 1);
            NDArray loss = Rows.of(x, order).mul(weight).sum();
            for (int i = 0; i < 3; i++) {
                System.gc();
                manager.create(new float[n]).close(); // what lies where the index lay
            }
            float[] gradient = Autograd.gradients(loss, new NDList(x)).head().toFloatArray();
            float[] expected = new float[n];
            for (int i = 0; i < n; i++) {
                expected[order[i]] = i;
            }
            assertThat(Arrays.equals(gradient, expected)).isTrue();
        }
    }
}
