package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class CieLabTest {

    @Test
    void thereAndBackGivesThePicture() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            LibTorch.seed(1);
            NDArray rgb = manager.randomUniform(0, 1, new Shape(2, 3, 16, 16));
            NDArray dark = manager.randomUniform(0, 0.05f, new Shape(2, 3, 16, 16));
            for (NDArray x : new NDArray[] {rgb, dark}) {
                NDList lab = CieLab.of(x);
                NDArray back = CieLab.toRgb(lab.get(0), lab.get(1));
                assertThat(back.sub(x).abs().max().getFloat()).isLessThan(2e-4f);
            }
        }
    }

    @Test
    void greyKeepsLightnessAndOneLightnessKeepsColour() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            LibTorch.seed(1);
            NDArray x = manager.randomUniform(0.4f, 0.6f, new Shape(1, 3, 8, 8));
            NDList lab = CieLab.of(x);
            NDList grey = CieLab.of(CieLab.grey(x));
            assertThat(grey.get(0).sub(lab.get(0)).abs().max().getFloat()).isLessThan(0.02f);
            assertThat(grey.get(1).abs().max().getFloat()).isLessThan(0.05f);
            NDList even = CieLab.of(CieLab.ofLightness(x, 50));
            assertThat(even.get(0).sub(50).abs().max().getFloat()).isLessThan(0.02f);
            assertThat(even.get(1).sub(lab.get(1)).abs().max().getFloat()).isLessThan(0.05f);
        }
    }

    @Test
    void whatNoScreenShowsIsCutOff() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray l = manager.full(new Shape(1, 1, 2, 2), 95);
            NDArray ab = manager.full(new Shape(1, 2, 2, 2), 100);
            NDArray rgb = CieLab.toRgb(l, ab);
            assertThat(rgb.max().getFloat()).isBetween(0.999f, 1f);
            assertThat(rgb.min().getFloat()).isBetween(0f, 0.5f);
            assertThatThrownBy(() -> CieLab.toRgb(l, l))
                    .hasMessageContaining("colour (n, 2, h, w), got (1, 1, 2, 2)");
        }
    }
}
