package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.StateDict;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class SimClrV2Test extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return v2();
    }

    private static SimClrV2 v2() {
        return new SimClrV2(ConvNet.of(8, 16), new SimClrV2.Config(12, 8, 0.5f));
    }

    @Test
    void fineTuningKeepsTheFirstLayerOfTheProjector() throws IOException {
        SimClrV2 task = v2();
        try (AtRest run = new AtRest(task, samples(), views(), batch(), 1)) {
            Shape[] in = run.batches.get(0).getShapes();
            assertThat(task.forFineTuning().getOutputShapes(new Shape[] {in[0]}))
                    .containsExactly(new Shape(batch(), 12));
            Map<String, ?> tuned = StateDict.parameters(task.forFineTuning());
            Map<String, ?> all = StateDict.parameters(task.networks());
            assertThat(tuned.get("first.linear.weight"))
                    .isSameAs(all.get("projector.first.linear.weight"));
            assertThat(tuned.keySet()).noneMatch(name -> name.contains("rest"));
            NDArray weight =
                    StateDict.parameters(task.networks())
                            .get("projector.rest.layers.3.weight")
                            .getArray();
            assertThat(weight.getShape()).isEqualTo(new Shape(8, 12));
        }
    }
}
