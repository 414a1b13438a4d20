package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class InfoGraphTest extends GraphCollectionContract {

    @Override
    protected PretextTask task() {
        return new InfoGraph(
                new GraphPooling(GraphEncoders.gin(2, 8), Readout.SUM),
                Heads.mlp(Heads.Norm.NONE, 8, 8),
                Heads.mlp(Heads.Norm.NONE, 8, 8));
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(GraphTransform.NONE);
    }

    @Test
    void theLossIsThePapersInPlainLoops() {
        List<Graph> graphs = BlocksGraph.collection(3, 1).graphs();
        InfoGraph task = (InfoGraph) task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = GraphBatch.of(graphs, manager).toList();
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            GraphPooling encoder = (GraphPooling) task.encoder();
            NDList nodes = pass.forward(encoder.nodes(), batch);
            double[][] p = NodeTaskContract.rows(pass.forward(task.networks().get("local"), nodes));
            double[][] q =
                    NodeTaskContract.rows(
                            pass.forward(
                                    task.networks().get("global"), pass.forward(encoder, batch)));
            double positive = 0;
            double negative = 0;
            int node = 0;
            for (int g = 0; g < 3; g++) {
                for (int end = node + graphs.get(g).nodes(); node < end; node++) {
                    for (int other = 0; other < 3; other++) {
                        double score = 0;
                        for (int j = 0; j < 8; j++) {
                            score += p[node][j] * q[other][j];
                        }
                        if (other == g) {
                            positive += Math.log(2) - Math.log1p(Math.exp(-score));
                        } else {
                            negative += Math.log1p(Math.exp(score)) - Math.log(2);
                        }
                    }
                }
            }
            assertThat((double) task.loss(pass, batch).getFloat())
                    .isCloseTo(negative / (2 * node) - positive / node, within(1e-4));
        }
    }

    @Test
    void aBatchOfOneGraphIsRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList one = GraphBatch.of(BlocksGraph.collection(1, 1).graphs(), manager).toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), one))
                    .withMessageContaining("one view of 2 graphs or more, got 1 of 1");
        }
    }
}
