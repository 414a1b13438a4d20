package org.selfsup.adversarial.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.LinkTaskContract;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.StepReport;

class ArgvaTest extends LinkTaskContract {

    @Override
    protected PretextTask task() {
        return new Argva(
                VariationalGraphEncoder.gcn(12, 6),
                Heads.mlp(Heads.Norm.NONE, 8, 8, 1),
                EdgeReconstruction.ALL_PAIRS,
                0.1);
    }

    /** What the encoder wants; of the game nobody's loss need fall. */
    @Override
    protected double loss(StepReport report) {
        return report.parts().get("reconstruction");
    }

    @Test
    void theEncoderIsAskedForTheBound() {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            PretextTask task = task();
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, graph).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(loss)
                    .isCloseTo(parts.get("reconstruction") + parts.get("kl") / 120, within(1e-5f));
        }
    }

    @Test
    void theBoundComesFirstThenTheSlowerGame() {
        List<Objective> objectives = task().objectives();
        assertThat(objectives)
                .extracting(Objective::name)
                .containsExactly("encoder", "discriminator", "generator");
        assertThat(objectives).extracting(Objective::rate).containsExactly(1.0, 0.1, 0.1);
        assertThat(objectives.get(2).trained()).isSameAs(objectives.get(0).trained());
        assertThat(StateDict.parameters(objectives.get(1).trained()).values())
                .doesNotContainAnyElementsOf(
                        StateDict.parameters(objectives.get(0).trained()).values());
    }

    @Test
    void theDiscriminatorsLossReachesNoEncoder() {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            NDList encoder = new NDList();
            for (Parameter parameter :
                    StateDict.parameters(task.networks().get("encoder")).values()) {
                encoder.add(parameter.getArray());
            }
            NDArray loss =
                    task.objectives().get(1).loss().evaluate(new Pass(manager, true, 0, 1), graph);
            for (NDArray gradient : Autograd.gradients(loss, encoder)) {
                assertThat(gradient.abs().sum().getFloat()).isZero();
            }
        }
    }
}
