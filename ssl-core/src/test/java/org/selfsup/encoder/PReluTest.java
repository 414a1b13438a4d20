package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

class PReluTest {

    @Test
    void negativeValuesShrinkByATrainedSlope() {
        PRelu layer = new PRelu();
        try (Forward run = new Forward(layer, 2, 2)) {
            NDArray x = run.arrays.create(new float[] {-4, -2, 0, 3}, new Shape(2, 2));
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x);
                assertThat(y.toFloatArray()).containsExactly(-1, -0.5f, 0, 3);
                Autograd.backward(y.sum());
            }
            assertThat(StateDict.parameters(layer)).containsOnlyKeys("weight");
            assertThat(run.gradient(layer.getParameters().get("weight"))).containsExactly(-6);
            assertThat(x.getGradient().toFloatArray()).containsExactly(.25f, .25f, .25f, 1);
        }
    }
}
