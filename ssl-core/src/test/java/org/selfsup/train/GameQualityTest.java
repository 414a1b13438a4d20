package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class GameQualityTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void accuracyIsTheMeanOfTheSharesToldRight() {
        NDArray real = manager.create(new float[] {1, -1, 2, 0});
        NDArray fake = manager.create(new float[] {-1, -2, 3, -4, -5});
        assertThat(GameQuality.accuracy(real, fake)).isEqualTo((0.5f + 0.8f) / 2);
    }

    @Test
    void diversityIsTheSpreadRelativeToThatOfRealSamples() {
        NDArray real = manager.create(new float[] {0, 1, 4, 5}, new Shape(2, 2));
        assertThat(GameQuality.diversity(real, real)).isCloseTo(1, within(1e-6f));
        assertThat(GameQuality.diversity(real, real.mul(0.5f))).isCloseTo(0.5f, within(1e-6f));
        assertThat(GameQuality.diversity(real, real.zerosLike())).isZero();
    }
}
