package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class LabEncoderTest {

    /** Well known values of white, black, and the primaries, to their printed digits. */
    @Test
    void colours() {
        assertLab(1, 1, 1, 100, 0, 0);
        assertLab(0, 0, 0, 0, 0, 0);
        assertLab(1, 0, 0, 53.24f, 80.09f, 67.20f);
        assertLab(0, 1, 0, 87.73f, -86.18f, 83.18f);
        assertLab(0, 0, 1, 32.30f, 79.19f, -107.86f);
    }

    private static void assertLab(float red, float green, float blue, float l, float a, float b) {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray rgb = manager.create(new float[] {red, green, blue}, new Shape(1, 3, 1, 1));
            NDList lab = CieLab.of(rgb);
            assertThat(lab.get(0).getFloat(0, 0, 0, 0)).isCloseTo(l, within(0.05f));
            assertThat(lab.get(1).getFloat(0, 0, 0, 0)).isCloseTo(a, within(0.05f));
            assertThat(lab.get(1).getFloat(0, 1, 0, 0)).isCloseTo(b, within(0.05f));
        }
    }

    @Test
    void greyPicturesOfOneLightnessDifferInTheFirstHalfOnly() {
        LabEncoder encoder = new LabEncoder(ConvNet.of(4), ConvNet.of(6));
        try (Forward forward = new Forward(encoder, 1, 3, 8, 8);
                Autograd off = Autograd.off()) {
            NDArray dark = forward.arrays.full(new Shape(1, 3, 8, 8), 0.2f);
            NDArray light = forward.arrays.full(new Shape(1, 3, 8, 8), 0.8f);
            NDArray one = forward.eval(dark);
            NDArray other = forward.eval(light);
            assertThat(one.getShape()).isEqualTo(new Shape(1, 10));
            assertThat(one.get(":, 4:").allClose(other.get(":, 4:"), 1e-3, 1e-3, false)).isTrue();
            assertThat(one.get(":, :4").allClose(other.get(":, :4"), 1e-3, 1e-3, false)).isFalse();
        }
    }

    @Test
    void greyPicturesOfOneChannelAreRefused() {
        LabEncoder encoder = new LabEncoder(ConvNet.of(4), ConvNet.of(4));
        assertThatThrownBy(() -> encoder.getOutputShapes(new Shape[] {new Shape(1, 1, 8, 8)}))
                .hasMessageContaining("pictures (n, 3, h, w), got (1, 1, 8, 8)");
    }
}
