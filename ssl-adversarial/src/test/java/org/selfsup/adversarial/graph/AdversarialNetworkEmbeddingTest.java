package org.selfsup.adversarial.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.WalkPairViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.NodeTable;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.NodeProbe;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class AdversarialNetworkEmbeddingTest extends PretextTaskContract<Graph> {

    private final NodeSet set = BlocksGraph.generate(150, 3, 8, 1, 1);

    @Override
    protected PretextTask task() {
        return embedding(1);
    }

    private static AdversarialNetworkEmbedding embedding(double gameRate) {
        return new AdversarialNetworkEmbedding(
                new GraphSequence().add("table", new NodeTable(150, 8)),
                new NodeTable(150, 8),
                Heads.mlp(Heads.Norm.NONE, 16, 1),
                gameRate);
    }

    @Override
    protected Samples<Graph> samples() {
        return set.samples();
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(GraphTransform.NONE).and(new WalkPairViews(20, 10, 3, 4));
    }

    @Override
    protected int batch() {
        return 1;
    }

    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("structure"));
    }

    @Test
    void blocksAreToldByTheEmbeddingsAlone() throws IOException {
        AdversarialNetworkEmbedding task = embedding(0.3);
        TrainingPlan plan = new TrainingPlan(150, 1, new Adam(), Schedule.constant(1e-2));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan, manager)) {
            NodeProbe probe = new NodeProbe();
            double before = probe.evaluate(task.encoder(), set, Device.cpu()).accuracy();
            pretrainer.run();
            assertThat(probe.evaluate(task.encoder(), set, Device.cpu()).accuracy())
                    .isBetween(before + 0.2, 1.0);
        }
    }

    @Test
    void theGameBringsEmbeddingsToThePrior() throws IOException {
        // The variance of the uniform distribution on [-1, 1] is 1/3; the table starts with 0.01.
        assertThat(Math.abs(variance(1) - 1 / 3.0)).isLessThan(Math.abs(variance(0) - 1 / 3.0));
    }

    private double variance(double gameRate) throws IOException {
        AdversarialNetworkEmbedding task = embedding(gameRate);
        TrainingPlan plan = new TrainingPlan(100, 1, new Adam(), Schedule.constant(1e-2));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan, manager)) {
            pretrainer.run();
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            NDArray z = new Pass(manager, false, 0, 1).forward(task.encoder(), graph).head();
            return z.sub(z.mean()).square().mean().getFloat();
        }
    }

    @Test
    void withoutTheGameThereIsOneObjective() {
        assertThat(embedding(0).objectives()).hasSize(1);
        assertThat(embedding(1).objectives()).hasSize(3);
        assertThatThrownBy(() -> embedding(-1)).hasMessageContaining("at least 0 times");
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList graph = GraphBatch.of(List.of(set.graph()), manager).toList();
            assertThatThrownBy(() -> embedding(1).loss(new Pass(manager, true, 0, 1), graph))
                    .hasMessageContaining("got 4 arrays");
        }
    }
}
