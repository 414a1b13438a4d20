package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class PeakSignalToNoiseTest {

    @Test
    void anErrorOfATenthIsTwentyDecibels() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray truth = manager.full(new Shape(2, 3, 4, 4), 0.5f);
            PeakSignalToNoise psnr = new PeakSignalToNoise();
            psnr.add(truth.add(0.1f), truth);
            assertThat(psnr.mean()).isCloseTo(20, within(1e-4));
            psnr.add(truth.sub(0.01f), truth);
            assertThat(psnr.mean()).as("the mean of 20 and 40").isCloseTo(30, within(1e-3));
        }
    }

    @Test
    void whatAScreenCannotShowIsCutOffAndNoErrorIsTheMost() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray truth = manager.ones(new Shape(1, 1, 2, 2));
            PeakSignalToNoise psnr = new PeakSignalToNoise();
            psnr.add(truth.mul(7), truth);
            assertThat(psnr.mean()).isEqualTo(PeakSignalToNoise.MOST);
            assertThatThrownBy(() -> psnr.add(truth, truth.reshape(4, 1)))
                    .hasMessageContaining("of the same shape, got (1, 1, 2, 2) and (4, 1)");
        }
    }
}
