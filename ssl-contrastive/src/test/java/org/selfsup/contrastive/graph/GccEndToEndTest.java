package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.augment.RootNode;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class GccEndToEndTest extends GraphCollectionContract {

    @Override
    protected PretextTask task() {
        return new GccEndToEnd(encoder(), new InfoNceLoss(0.2f));
    }

    @Override
    protected Views<Graph> views() {
        return Gcc.views(RootNode.RANDOM, new RandomWalkSubgraph(0.5, 0.5), GccTest.FEATURES);
    }

    @Test
    void theKeysOfOthersAreTheNegatives() {
        PretextTask task = task();
        List<Graph> graphs = BlocksGraph.collection(4, 2).graphs();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList first = GraphBatch.of(graphs, manager).toList();
            NDList second =
                    GraphBatch.of(
                                    graphs.stream().map(g -> g.keepEdges(e -> false)).toList(),
                                    manager)
                            .toList();
            NDList batch = new NDList(first);
            batch.addAll(second);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            NDArray q = pass.forward(task.encoder(), first).head().normalize(2, 1);
            NDArray k = pass.forward(task.encoder(), second).head().normalize(2, 1);
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                double all = 0;
                for (int j = 0; j < 4; j++) {
                    all += Math.exp(q.get(i).dot(k.get(j)).getFloat() / 0.2);
                }
                sum += Math.log(all) - q.get(i).dot(k.get(i)).getFloat() / 0.2;
            }
            assertThat((double) task.loss(pass, batch).getFloat()).isCloseTo(sum / 4, within(1e-4));
        }
    }
}
