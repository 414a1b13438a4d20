package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class FillingTest {

    /** Pixel (y, x) of channel c is 10 c + y + 2 x, but 99 in the hole of two by two. */
    private static NDArray slope(NDManager manager, NDArray hole) {
        float[] values = new float[2 * 5 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 * (i / 25) + i / 5 % 5 + 2 * (i % 5);
        }
        for (long pixel : hole.toLongArray()) {
            values[(int) pixel] = 99;
            values[25 + (int) pixel] = 99;
        }
        return manager.create(values, new Shape(1, 2, 5, 5));
    }

    @Test
    void aSlopeIsContinuedBilinearly() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray hole = manager.create(new long[] {6, 7, 11, 12}, new Shape(1, 4));
            NDArray filled = Filling.BILINEAR.fill(slope(manager, hole), hole);
            assertThat(filled.get("0, 0, 1:3, 1:3").toFloatArray()).containsExactly(3, 5, 4, 6);
            assertThat(filled.get("0, 1, 1:3, 1:3").toFloatArray()).containsExactly(13, 15, 14, 16);
            assertThat(filled.getFloat(0, 0, 4, 4)).isEqualTo(12);
        }
    }

    @Test
    void theMeanIsThatOfWhatIsSeen() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray hole = manager.create(new long[] {6, 7, 11, 12}, new Shape(1, 4));
            NDArray filled = Filling.MEAN.fill(slope(manager, hole), hole);
            // All 25 pixels sum to 150, the four of the hole to 18.
            float mean = 132f / 21;
            assertThat(filled.get("0, 0, 1:3, 1:3").toFloatArray())
                    .containsExactly(new float[] {mean, mean, mean, mean}, within(1e-5f));
            assertThat(filled.getFloat(0, 1, 2, 2)).isCloseTo(mean + 10, within(1e-5f));
        }
    }
}
