package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class FrozenTest {

    @Test
    void theGradientPassesThroughThePartAndSparesIt() {
        Block last = Layers.linear(2, true);
        Sequence network = new Sequence().add(Layers.linear(3, true)).add("last", last);
        Frozen frozen = new Frozen(network, last);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(network, 0, manager, new Shape(4, 5));
            int before = manager.getManagedArrays().size();
            NDManager scratch = manager.newSubManager();
            NDArray x = scratch.ones(new Shape(4, 5));
            Map<String, Parameter> parameters = StateDict.parameters(network);
            NDList arrays = new NDList();
            parameters.values().forEach(parameter -> arrays.add(parameter.getArray()));
            List<Boolean> learns = new ArrayList<>();
            try (Autograd recording = Autograd.on()) {
                Pass pass = new Pass(scratch, true, 0, 1);
                NDArray y = pass.forward(frozen, x);
                assertThat(y).isEqualTo(pass.forward(network, x));
                for (NDArray gradient : Autograd.gradients(y.sum(), arrays)) {
                    learns.add(gradient.abs().sum().getFloat() > 0);
                }
            }
            assertThat(learns).containsExactly(true, true, false, false);
            scratch.close();
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void aBufferHoldsWhatItIsGiven() {
        Buffer buffer = new Buffer(2, 3);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(buffer, 0, manager, new Shape(1));
            NDArray before = buffer.value();
            assertThat(before.toFloatArray()).containsOnly(0);
            buffer.set(manager.ones(new Shape(2, 3)));
            assertThat(before.toFloatArray()).containsOnly(1);
            assertThat(StateDict.parameters(buffer).get("value"))
                    .matches(value -> !value.requiresGradient());
            assertThatThrownBy(() -> buffer.set(manager.ones(new Shape(3, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("This buffer holds (2, 3), got (3, 2)");
        }
    }
}
