package org.selfsup.adversarial.partial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.CieLab;
import org.selfsup.engine.LibTorch;

class ColorGridTest {

    @Test
    void theClassesAreTheCellsThatAScreenShows() {
        assertThat(new ColorGrid(10).size()).isEqualTo(260);
        assertThat(new ColorGrid(110).size()).isEqualTo(8);
        assertThat(new ColorGrid(10)).isEqualTo(new ColorGrid(10));
        assertThatThrownBy(() -> new ColorGrid(1)).hasMessageContaining("2 to 110, got 1");
    }

    @Test
    void aColourIsWithinHalfACellOfItsClass() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            LibTorch.seed(3);
            ColorGrid grid = new ColorGrid(10);
            NDArray ab = CieLab.of(manager.randomUniform(0, 1, new Shape(2, 3, 20, 20))).get(1);
            NDArray classes = grid.classes(ab); // (800)
            NDArray logits = oneHot(classes, grid.size()).mul(1000); // (n, q, h, w)
            NDArray back = grid.mean(logits, 1);
            assertThat(back.sub(ab).abs().max().getFloat()).isBetween(4.5f, 5.001f);
        }
    }

    private static NDArray oneHot(NDArray classes, int q) {
        return classes.oneHot(q).reshape(2, 20, 20, q).transpose(0, 3, 1, 2);
    }

    /** By the formula, in plain loops. */
    @Test
    void softCodesAreTheFiveNearestByDistance() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            ColorGrid grid = new ColorGrid(10);
            NDArray ab = manager.create(new float[] {3, -4}, new Shape(1, 2, 1, 1));
            float[] soft = grid.soft(ab).toFloatArray();
            float[][] nearest = {{0, 0}, {10, 0}, {0, -10}, {10, -10}, {-10, 0}};
            double sum = 0;
            for (float[] centre : nearest) {
                sum += weight(3 - centre[0], -4 - centre[1]);
            }
            double total = 0;
            for (float[] centre : nearest) {
                NDArray at = manager.create(centre, new Shape(1, 2, 1, 1));
                int own = (int) grid.classes(at).getLong(0);
                double expected = weight(3 - centre[0], -4 - centre[1]) / sum;
                assertThat((double) soft[own]).isCloseTo(expected, within(1e-5));
                total += soft[own];
            }
            assertThat(total).as("no other class").isCloseTo(1, within(1e-5));
        }
    }

    private static double weight(double a, double b) {
        return Math.exp(-(a * a + b * b) / 50);
    }

    @Test
    void theAnnealedMeanGoesFromTheMeanToTheLikeliest() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray logits =
                    manager.create(
                            new float[] {(float) Math.log(0.75), (float) Math.log(0.25)},
                            new Shape(1, 2, 1, 1));
            NDArray centres = manager.create(new float[] {0, 100}, new Shape(2, 1));
            assertThat(ColorGrid.mean(logits, centres, 1).getFloat()).isCloseTo(25, within(1e-3f));
            // 0.25^2 / (0.25^2 + 0.75^2)
            assertThat(ColorGrid.mean(logits, centres, 0.5).getFloat())
                    .isCloseTo(10, within(1e-3f));
            assertThat(ColorGrid.mean(logits, centres, 0.01).getFloat())
                    .isCloseTo(0, within(1e-3f));
        }
    }
}
