package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;

class NumbersTest extends LossTest {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def times(self, x: Tensor, factor: Tensor) -> Tensor:
                      return x * factor
                    """);

    @Test
    void gradientsSurviveAGarbageCollection() throws InterruptedException {
        NDArray x = ones(3);
        x.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            NDArray y = OPS.apply("times", List.of(Numbers.times(x, 2)), 3);
            System.gc();
            Thread.sleep(20); // for the cleaner that frees direct buffers
            for (int i = 0; i < 1000; i++) {
                ByteBuffer.allocateDirect(4).putInt(-1); // NaN where a buffer was
            }
            Autograd.backward(y.sum());
        }
        assertThat(x.getGradient().toFloatArray()).containsOnly(6);
    }
}
