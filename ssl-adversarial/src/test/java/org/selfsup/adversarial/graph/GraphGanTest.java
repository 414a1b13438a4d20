package org.selfsup.adversarial.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.NodeTable;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.LinkTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.StepReport;

class GraphGanTest extends LinkTaskContract {

    @Override
    protected PretextTask task() {
        return new GraphGan(new NodeTable(120, 8), new NodeTable(120, 8), 16, 5);
    }

    /** The discriminator's; the generator's is as it began once the discriminator has adapted. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("discriminator"));
    }

    @Test
    void theGeneratorDrawsTogetherWhatTheDiscriminatorTakesForNeighbours() {
        // Leaves 0, 2 and 3 around 1: the discriminator takes 0 and 2 for neighbours and 3 for
        // none.
        int[] leaves = {0, 2, 3};
        Graph star = Graph.undirected(1, new float[4], new int[] {1, 1, 1}, leaves);
        NodeTable generator = NodeTable.of(new float[] {1, 1, 1, 1}, 1);
        NodeTable discriminator = NodeTable.of(new float[] {3, 0, 3, -3}, 1);
        GraphGan task = new GraphGan(generator, discriminator, 100, 10);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NDList graph = GraphBatch.of(List.of(star), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            NDList trained = new NDList();
            StateDict.parameters(generator).values().forEach(p -> trained.add(p.getArray()));
            NDArray loss =
                    task.objectives().get(1).loss().evaluate(new Pass(manager, true, 0, 1), graph);
            float[] slope = Autograd.gradients(loss, trained).head().toFloatArray();
            for (float each : slope) {
                assertThat(each).as("near nodes are drawn together").isBetween(-10f, -1e-4f);
            }
            assertThat(slope[3]).as("a leaf without reward the least").isBetween(slope[0] / 2, 0f);
        }
    }

    @Test
    void badNumbersAndGraphsAreRefused() {
        NodeTable table = new NodeTable(3, 2);
        assertThatThrownBy(() -> new GraphGan(table, table, 0, 5)).hasMessageContaining("0 and 5");
        GraphGan task = new GraphGan(new NodeTable(3, 2), new NodeTable(3, 2), 2, 2);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Graph bare = new Graph(1, new float[3], new int[0], new int[0]);
            NDList graph = GraphBatch.of(List.of(bare), manager).toList();
            task.initialize(0, manager, graph.getShapes());
            assertThatThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), graph))
                    .hasMessageContaining("no edge leads on");
        }
    }
}
