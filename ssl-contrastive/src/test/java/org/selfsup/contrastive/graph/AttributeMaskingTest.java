package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class AttributeMaskingTest extends GraphCollectionContract {

    @Override
    protected PretextTask task() {
        return new AttributeMasking(
                new GraphPooling(GraphEncoders.gin(2, 8), Readout.SUM), Layers.linear(4, true));
    }

    @Override
    protected Views<Graph> views() {
        return AttributeMasking.views(0.3);
    }

    @Test
    void onlyHiddenNodesAreAskedForTheirKind() {
        int[] path = {0, 1, 2, 3};
        float[] kinds = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        float[] seen = kinds.clone();
        seen[10] = 0; // node 2 is hidden
        Graph graph = new Graph(4, kinds, path, new int[] {1, 2, 3, 0});
        AttributeMasking task = (AttributeMasking) task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = GraphBatch.of(List.of(graph), manager).toList();
            NDList masked = GraphBatch.of(List.of(graph.withFeatures(seen)), manager).toList();
            batch.addAll(masked);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            GraphPooling encoder = (GraphPooling) task.encoder();
            double[] logits =
                    NodeTaskContract.rows(
                            pass.forward(
                                    task.networks().get("head"),
                                    pass.forward(encoder.nodes(), masked)))[2];
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit);
            }
            assertThat((double) task.loss(pass, batch).getFloat())
                    .isCloseTo(Math.log(sum) - logits[2], within(1e-5));
            NDList nothing = GraphBatch.of(List.of(graph), manager).toList();
            nothing.addAll(GraphBatch.of(List.of(graph), manager).toList());
            assertThat(task.loss(pass, nothing).getFloat()).isZero();
        }
    }
}
