package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class ReadoutTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());
    private final NDArray x =
            manager.create(new float[] {1, -2, 3, -4, -5, -6, 7, 8}, new Shape(4, 2));
    private final NDArray sizes = manager.create(new long[] {0, 2, 1, 1, 0});

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void eachGraphIsReadAloneAndAnEmptyOneGivesZeros() {
        assertThat(Readout.SUM.apply(x, sizes).toFloatArray())
                .containsExactly(0, 0, 4, -6, -5, -6, 7, 8, 0, 0);
        assertThat(Readout.MEAN.apply(x, sizes).toFloatArray())
                .containsExactly(0, 0, 2, -3, -5, -6, 7, 8, 0, 0);
        assertThat(Readout.MAX.apply(x, sizes).toFloatArray())
                .containsExactly(0, 0, 3, -2, -5, -6, 7, 8, 0, 0);
    }

    @Test
    void gradientsReachTheNodes() {
        assertThat(gradient(Readout.SUM)).containsExactly(1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(gradient(Readout.MEAN)).containsExactly(.5f, .5f, .5f, .5f, 1, 1, 1, 1);
        assertThat(gradient(Readout.MAX)).containsExactly(0, 1, 1, 0, 1, 1, 1, 1);
    }

    private float[] gradient(Readout readout) {
        NDArray nodes = x.duplicate();
        nodes.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            Autograd.backward(readout.apply(nodes, sizes).sum());
        }
        return nodes.getGradient().toFloatArray();
    }

    @Test
    void noNodesAtAllGiveZeros() {
        NDArray none = manager.create(new Shape(0, 3));
        for (Readout readout : Readout.values()) {
            assertThat(readout.apply(none, manager.create(new long[2])).toFloatArray())
                    .containsExactly(0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void sizesThatDoNotAddUpAreRefused() {
        assertThatThrownBy(() -> Readout.SUM.apply(x, manager.create(new long[] {1, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add up to n")
                .hasMessageContaining("adding up to 3");
        assertThatThrownBy(() -> Readout.SUM.apply(x, manager.create(new long[] {5, -1})))
                .hasMessageContaining("add up to n");
        assertThatThrownBy(() -> Readout.SUM.apply(x, manager.create(new int[] {4})))
                .hasMessageContaining("int32");
    }
}
