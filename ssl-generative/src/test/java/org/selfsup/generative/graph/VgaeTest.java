package org.selfsup.generative.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.LinkTaskContract;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class VgaeTest extends LinkTaskContract {

    @Override
    protected PretextTask task() {
        return new Vgae(VariationalGraphEncoder.gcn(12, 6), EdgeReconstruction.ALL_PAIRS);
    }

    @Test
    void theLossIsReconstructionAndAShareOfTheDivergence() {
        PretextTask task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            LibTorch.seed(1);
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, graph).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(parts.get("kl")).isBetween(1e-3f, 1e3f);
            assertThat(loss)
                    .isCloseTo(parts.get("reconstruction") + parts.get("kl") / 120, within(1e-5f));
        }
    }

    @Test
    void theEncoderGivesTheMeans() {
        PretextTask task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray mean = pass.forward(task.encoder(), graph).singletonOrThrow();
            NDList both = pass.forward(task.networks().get("encoder"), graph);
            assertThat(mean.toFloatArray()).isEqualTo(both.get(0).toFloatArray());
            assertThat(both.get(1).getShape()).isEqualTo(mean.getShape());
        }
    }
}
