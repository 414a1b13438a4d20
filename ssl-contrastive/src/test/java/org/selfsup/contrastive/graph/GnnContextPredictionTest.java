package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class GnnContextPredictionTest extends GraphCollectionContract {

    @Override
    protected PretextTask task() {
        return new GnnContextPrediction(
                new GraphPooling(GraphEncoders.gin(2, 8), Readout.SUM), GraphEncoders.gin(2, 8));
    }

    @Override
    protected Views<Graph> views() {
        return GnnContextPrediction.views(2, 1, 3);
    }

    @Test
    void theLossIsThePapersInPlainLoops() {
        List<Graph> graphs = BlocksGraph.collection(3, 1).graphs();
        PretextTask task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            Views.Batch<Graph> slots = views().batch(3);
            for (int i = 0; i < 3; i++) {
                slots.put(i, graphs.get(i), Randomness.at(i));
            }
            NDList batch = slots.toArrays(manager);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            GraphPooling encoder = (GraphPooling) task.encoder();
            double[][] h =
                    NodeTaskContract.rows(
                            pass.forward(encoder.nodes(), new NDList(batch.subList(0, 4))));
            double[][] ring =
                    NodeTaskContract.rows(
                            pass.forward(
                                    task.networks().get("context"),
                                    new NDList(batch.subList(4, 8))));
            long[] near = GraphBatch.views(batch).get(0).sizes().toLongArray();
            long[] far = GraphBatch.views(batch).get(1).sizes().toLongArray();
            long[] both = GraphBatch.views(batch).get(2).sizes().toLongArray();
            double[][] root = new double[3][];
            double[][] context = new double[3][16];
            int node = 0;
            int place = 0;
            for (int g = 0; g < 3; g++) {
                assertThat(both[g]).isBetween(1L, far[g] - 1);
                root[g] = h[node];
                for (int a = 0; a < both[g]; a++) {
                    for (int j = 0; j < 16; j++) {
                        context[g][j] += ring[place + a][j] / both[g];
                    }
                }
                node += (int) near[g];
                place += (int) far[g];
            }
            double sum = 0;
            for (int g = 0; g < 3; g++) {
                sum += Math.log1p(Math.exp(-dot(root[g], context[g])));
                sum += Math.log1p(Math.exp(dot(root[g], context[(g + 2) % 3])));
            }
            assertThat((double) task.loss(pass, batch).getFloat()).isCloseTo(sum / 6, within(1e-4));
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    @Test
    void ringsThatDoNotMeetTheNeighbourhoodAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GnnContextPrediction.views(2, 3, 5))
                .withMessageContaining("expected 1 <= r1 <= K <= r2, got r1 3, K 2, r2 5");
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList one = GraphBatch.of(BlocksGraph.collection(2, 1).graphs(), manager).toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), one))
                    .withMessageContaining("three views of 2 graphs or more, got 1 of 2");
        }
    }
}
