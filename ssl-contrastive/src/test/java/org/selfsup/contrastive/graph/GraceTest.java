package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.Heads;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class GraceTest extends NodeTaskContract {

    @Override
    protected PretextTask task() {
        return new Grace(
                GraphEncoders.gcn(16, 8), Heads.mlp(Heads.Norm.NONE, 8, 8), new NtXentLoss(0.5f));
    }

    @Test
    void theLossIsThePapersInPlainLoops() {
        Graph graph = set.graph().subgraph(new int[] {0, 1, 2, 3, 4, 5, 6});
        Grace task = (Grace) task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = GraphBatch.of(List.of(graph), manager).toList();
            Graph other = graph.keepEdges(edge -> false);
            batch.addAll(GraphBatch.of(List.of(other), manager).toList());
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            Block network = task.networks().chain("encoder", "projector");
            double[][] u = rows(pass.forward(network, new NDList(batch.subList(0, 4))));
            double[][] v = rows(pass.forward(network, new NDList(batch.subList(4, 8))));
            double sum = 0;
            for (int i = 0; i < 7; i++) {
                sum += term(u, v, i) + term(v, u, i);
            }
            assertThat((double) task.loss(pass, batch).getFloat())
                    .isCloseTo(sum / 14, within(1e-5));
        }
    }

    /** l(u_i, v_i), equation 1. */
    private static double term(double[][] u, double[][] v, int i) {
        double positive = Math.exp(cosine(u[i], v[i]) / 0.5);
        double all = positive;
        for (int k = 0; k < u.length; k++) {
            if (k != i) {
                all += Math.exp(cosine(u[i], v[k]) / 0.5) + Math.exp(cosine(u[i], u[k]) / 0.5);
            }
        }
        return -Math.log(positive / all);
    }

    private static double cosine(double[] x, double[] y) {
        return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }

    @Test
    void aBatchThatIsNotTwoViewsIsRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList one = GraphBatch.of(List.of(set.graph()), manager).toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), one))
                    .withMessageContaining("two views of graphs, got 1");
        }
    }

    @Test
    void itsFeaturesBeatThoseOfTheUntrainedEncoder() throws IOException {
        Block encoder = GraphEncoders.gcn(64, 32);
        Grace task = new Grace(encoder, Heads.mlp(Heads.Norm.NONE, 32, 32), new NtXentLoss(0.5f));
        assertThat(gain(task, 40)).isBetween(0.1, 1.0);
    }
}
