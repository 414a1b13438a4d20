package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class FrozenNetworkTest {

    @Test
    void itGivesTheSameInTrainingRecordsNothingAndKeepsItsStatistics() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd recording = Autograd.on()) {
            Sequence network = ConvNet.of(4);
            Shape shape = new Shape(3, 1, 8, 8);
            Initialization.initialize(network, 1, manager, shape);
            ParameterStore store = new ParameterStore(manager, false);
            NDArray x = manager.randomNormal(shape);
            float[] before = network.forward(store, new NDList(x), false).head().toFloatArray();
            FrozenNetwork frozen = new FrozenNetwork(network);
            NDArray output = frozen.forward(store, new NDList(x), true).head();
            assertThat(output.toFloatArray()).isEqualTo(before);
            assertThat(Autograd.flowsThrough(output)).isFalse();
            assertThat(StateDict.parameters(frozen).values())
                    .noneMatch(parameter -> parameter.requiresGradient())
                    .noneMatch(parameter -> parameter.getArray().hasGradient());
            assertThat(frozen.getOutputShapes(new Shape[] {shape}))
                    .containsExactly(new Shape(3, 4));
            assertThat(network.forward(store, new NDList(x), false).head().toFloatArray())
                    .isEqualTo(before);
        }
    }
}
