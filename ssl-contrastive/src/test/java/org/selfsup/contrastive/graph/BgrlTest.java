package org.selfsup.contrastive.graph;

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
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.PRelu;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.NegativeCosineLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class BgrlTest extends NodeTaskContract {

    @Override
    protected PretextTask task() {
        return new Bgrl(
                new GraphSequence()
                        .add("conv", new GcnLayer(12))
                        .add("bn", new BatchNorm())
                        .add("prelu", new PRelu()),
                new Sequence()
                        .add("0", Layers.linear(16, true))
                        .add("1", new PRelu())
                        .add("2", Layers.linear(12, true)),
                Bgrl.momentum(0.9, 60));
    }

    @Test
    void theTargetStartsAsACopyGetsNoGradientAndFollows() {
        Bgrl task = (Bgrl) task();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = new NDList();
            batch.addAll(GraphBatch.of(List.of(set.graph()), manager).toList());
            batch.addAll(GraphBatch.of(List.of(set.graph()), manager).toList());
            task.initialize(0, manager, batch.getShapes());
            Map<String, Parameter> parameters = StateDict.parameters(task.networks());
            NDArray online = parameters.get("encoder.conv.lin.weight").getArray();
            NDArray target = parameters.get("target.conv.lin.weight").getArray();
            assertThat(target.toFloatArray()).isEqualTo(online.toFloatArray());
            try (Autograd on = Autograd.on()) {
                Pass pass = new Pass(manager, true, 0, 60);
                NDList view = new NDList(batch.subList(0, GraphBatch.ARRAYS));
                NDArray h = pass.forward(task.networks().get("target"), view).head();
                assertThat(Autograd.flowsThrough(h)).isFalse();
                assertThat(Autograd.flowsThrough(task.loss(pass, batch))).isTrue();
            }
            try (Autograd off = Autograd.off();
                    NDArray moved = online.stopGradient()) {
                moved.addi(1);
                float before = target.getFloat(0, 0);
                task.afterStep(new Pass(manager, true, 0, 60));
                assertThat(target.getFloat(0, 0)).isCloseTo(before + 0.1f, within(1e-5f));
            }
        }
    }

    @Test
    void theLossIsTheCosineOfPredictionAndTargetBothWays() {
        Bgrl task = (Bgrl) task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList first = GraphBatch.of(List.of(set.graph()), manager).toList();
            NDList second =
                    GraphBatch.of(List.of(set.graph().keepEdges(e -> false)), manager).toList();
            NDList batch = new NDList(first);
            batch.addAll(second);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 60);
            NDArray h1 = pass.forward(task.encoder(), first).head();
            NDArray h2 = pass.forward(task.encoder(), second).head();
            NDArray z1 = pass.forward(task.networks().get("predictor"), h1);
            NDArray z2 = pass.forward(task.networks().get("predictor"), h2);
            NegativeCosineLoss cosine = new NegativeCosineLoss(); // the target is a copy as yet
            float expected =
                    cosine.evaluate(z1, h2).getFloat() + cosine.evaluate(z2, h1).getFloat();
            assertThat(task.loss(pass, batch).getFloat()).isCloseTo(expected, within(1e-5f));
        }
    }
}
