package org.selfsup.adversarial.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.NeighborFusion;
import org.selfsup.augment.ScaleFeatures;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class GraphSganTest extends PretextTaskContract<Graph> {

    private static final GraphSgan.Config SMALL = new GraphSgan.Config(8, 16, 2, 1, 1);

    private final NodeSet set = mixed(BlocksGraph.generate(150, 3, 8, 2, 1));

    private static NodeSet mixed(NodeSet set) {
        GraphTransform mixing = new NeighborFusion(0.5f, 2).then(new ScaleFeatures());
        return set.withGraph(mixing.apply(set.graph(), Randomness.at(0)));
    }

    @Override
    protected PretextTask task() {
        return task(set.labels(), SMALL);
    }

    private GraphSgan task(Labels labels, GraphSgan.Config config) {
        Sequence layers =
                new Sequence()
                        .add("drop", Layers.dropout(0.5f))
                        .add("linear", Layers.linear(16, true))
                        .add("relu", Layers.reluInPlace());
        return new GraphSgan(
                layers,
                Heads.mlp(Heads.Norm.HIDDEN, 16, set.graph().dimension()),
                labels,
                set.train(),
                config);
    }

    @Override
    protected Samples<Graph> samples() {
        return set.samples();
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    protected int batch() {
        return 1;
    }

    /** Of the labelled nodes; the rest is a game. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.parts().get("supervised"));
    }

    @Test
    void nodesWithoutLabelsAreToldBetterThanBeforeAndThanByChance() throws IOException {
        GraphSgan task = task(set.labels(), SMALL);
        assertThat(train(task, 200)).isBetween(0.8, 1.0);
    }

    @Test
    void labelsOfOtherNodesAreNotRead() throws IOException {
        int[] wrong = new int[set.labels().of().length];
        for (int node : set.train()) {
            wrong[node] = set.labels().of()[node];
        }
        GraphSgan right = task(set.labels(), SMALL);
        GraphSgan other = task(new Labels(wrong, set.labels().names()), SMALL);
        assertThat(train(other, 10)).isEqualTo(train(right, 10));
    }

    /** The share of the test nodes told right in the end. */
    private double train(GraphSgan task, int steps) throws IOException {
        TrainingPlan plan = new TrainingPlan(steps, 1, new Adam(), Schedule.constant(3e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan, manager)) {
            pretrainer.run();
            Features logits = Features.ofNodes(task.classifier(), set, Device.cpu());
            return Classification.of(logits.rows(set.test())).accuracy();
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new GraphSgan.Config(0, 1, 1, 1, -1))
                .hasMessageContaining("got 0, 1, 1.0, 1.0 and -1.0");
        int[] all = new int[set.labels().of().length];
        Arrays.setAll(all, i -> i);
        assertThatThrownBy(
                        () ->
                                new GraphSgan(
                                        Layers.linear(2, true),
                                        Layers.linear(2, true),
                                        set.labels(),
                                        all,
                                        SMALL))
                .hasMessage("Some nodes have labels and others have none, got 150 of 150");
    }
}
