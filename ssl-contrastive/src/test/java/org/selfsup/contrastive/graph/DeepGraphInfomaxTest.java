package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ShuffleNodes;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class DeepGraphInfomaxTest extends NodeTaskContract {

    @Override
    protected PretextTask task() {
        return new DeepGraphInfomax(GraphEncoders.gcn(8), Layers.linear(8, false));
    }

    @Override
    protected Views<Graph> views() {
        return DeepGraphInfomax.views();
    }

    @Test
    void theLossIsThePapersInPlainLoops() {
        check(List.of(set.graph()));
    }

    @Test
    void everyGraphOfABatchHasASummaryOfItsOwn() {
        check(
                List.of(
                        set.graph().subgraph(new int[] {0, 1, 2, 3, 4}),
                        set.graph().subgraph(new int[] {5, 6, 7})));
    }

    /** Equations 1, 3 and 4. */
    private void check(List<Graph> graphs) {
        PretextTask task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            List<Graph> shuffled =
                    graphs.stream()
                            .map(g -> new ShuffleNodes().apply(g, Randomness.at(1)))
                            .toList();
            NDList batch = GraphBatch.of(graphs, manager).toList();
            batch.addAll(GraphBatch.of(shuffled, manager).toList());
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            double[][] h = rows(pass.forward(task.encoder(), new NDList(batch.subList(0, 4))));
            double[][] c = rows(pass.forward(task.encoder(), new NDList(batch.subList(4, 8))));
            Block discriminator = task.networks().get("discriminator");
            double[][] w = rows(new NDList(discriminator.getParameters().valueAt(0).getArray()));
            double sum = 0;
            int before = 0;
            for (Graph graph : graphs) {
                int n = graph.nodes();
                double[] s = summary(h, before, n);
                for (int i = before; i < before + n; i++) {
                    sum += Math.log(d(h[i], w, s)) + Math.log(1 - d(c[i], w, s));
                }
                before += n;
            }
            assertThat((double) task.loss(pass, batch).getFloat())
                    .isCloseTo(-sum / (2 * before), within(1e-5));
        }
    }

    private static double[] summary(double[][] h, int from, int count) {
        double[] s = new double[h[0].length];
        for (int j = 0; j < s.length; j++) {
            for (int i = from; i < from + count; i++) {
                s[j] += h[i][j] / count;
            }
            s[j] = 1 / (1 + Math.exp(-s[j]));
        }
        return s;
    }

    private static double d(double[] h, double[][] w, double[] s) {
        double logit = 0;
        for (int i = 0; i < h.length; i++) {
            for (int j = 0; j < s.length; j++) {
                logit += h[i] * w[i][j] * s[j];
            }
        }
        return 1 / (1 + Math.exp(-logit));
    }

    @Test
    void itsFeaturesBeatThoseOfTheUntrainedEncoder() throws IOException {
        Block encoder = GraphEncoders.gcn(64);
        assertThat(gain(new DeepGraphInfomax(encoder, Layers.linear(64, false)), 60))
                .isBetween(0.05, 1.0);
    }
}
