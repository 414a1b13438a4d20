package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.DropEdges;
import org.selfsup.augment.DropNodes;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskFeatures;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.GraphSet;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.Split;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** Graphs go through the same loop, loader and tasks as pictures do. */
class GraphPretrainingTest {

    /** Two views of each node, or of each graph, shall agree: GRACE's and GraphCL's idea. */
    private static final class Agreement implements PretextTask {

        private final Networks networks;
        private final Sequence network;

        Agreement(Block encoder, long units) {
            networks =
                    new Networks()
                            .add("encoder", encoder)
                            .add("projector", Heads.mlp(Heads.Norm.NONE, units, units));
            network = networks.chain("encoder", "projector");
        }

        @Override
        public Networks networks() {
            return networks;
        }

        @Override
        public NDArray loss(Pass pass, NDList batch) {
            List<GraphBatch> views = GraphBatch.views(batch);
            NDArray z1 = pass.forward(network, views.get(0).toList()).singletonOrThrow();
            NDArray z2 = pass.forward(network, views.get(1).toList()).singletonOrThrow();
            return new NtXentLoss(0.5f).evaluate(z1, z2);
        }
    }

    @Test
    void nodesOfOneGraphAreLearntAndProbed() throws IOException {
        NodeSet set = BlocksGraph.standard(0);
        GraphTransform view = new DropEdges(0.3).then(new MaskFeatures(0.3));
        Block encoder = GraphEncoders.gcn(64, 32);
        TrainingPlan plan = new TrainingPlan(40, 1, new Adam(), Schedule.constant(5e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            List<Double> losses = new ArrayList<>();
            List<Integer> arrays = new ArrayList<>();
            try (Pretrainer<Graph> pretrainer =
                    new Pretrainer<>(
                            new Agreement(encoder, 32),
                            set.samples(),
                            new GraphViews(view, view),
                            plan,
                            manager)) {
                double untrained = accuracy(set, encoder, manager);
                pretrainer.listen(report -> losses.add(report.loss()));
                pretrainer.listen(report -> arrays.add(manager.getManagedArrays().size()));
                pretrainer.run();
                double trained = accuracy(set, encoder, manager);
                assertThat(losses.get(39)).isLessThan(losses.get(0));
                assertThat(arrays.subList(2, 40)).containsOnly(arrays.get(1));
                assertThat(untrained).isLessThan(trained - 0.1);
            }
        }
    }

    @Test
    void wholeGraphsAreLearntInBatchesWithTheSameBitsOnAnyNumberOfThreads() throws IOException {
        GraphSet set = BlocksGraph.collection(64, 0);
        List<Double> one = losses(set, 1);
        assertThat(losses(set, 3)).isEqualTo(one);
        assertThat(one.get(15)).isLessThan(one.get(0));
    }

    private static List<Double> losses(Samples<Graph> samples, int threads) throws IOException {
        List<Double> losses = new ArrayList<>();
        Block encoder = new GraphPooling(GraphEncoders.gin(2, 16), Readout.SUM);
        TrainingPlan plan =
                new TrainingPlan(16, 16, new Adam(), Schedule.constant(1e-2))
                        .withLoaderThreads(threads);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(
                                new Agreement(encoder, 16),
                                samples,
                                new GraphViews(new DropNodes(0.2), new DropEdges(0.2)),
                                plan,
                                manager)) {
            pretrainer.listen(report -> losses.add(report.loss())).run();
            Features features =
                    Features.extract(
                            encoder,
                            samples,
                            new GraphViews(GraphTransform.NONE),
                            16,
                            Device.cpu(),
                            1);
            assertThat(features.size()).isEqualTo(64);
            assertThat(features.dimension()).isEqualTo(32);
        }
        return losses;
    }

    private static double accuracy(NodeSet set, Block encoder, NDManager manager) {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            NDList inputs = GraphBatch.of(List.of(set.graph()), scratch).toList();
            NDArray h =
                    encoder.forward(new ParameterStore(scratch, false), inputs, false)
                            .singletonOrThrow();
            Features all = new Features(h.toFloatArray(), 32, set.labels());
            Split split = new Split(all.rows(set.train()), all.rows(set.test()));
            return new LinearProbe(0).evaluate(split).accuracy();
        }
    }
}
