package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.train.Adam;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class M3sTest {

    private static final TrainingPlan PLAN =
            new TrainingPlan(30, 1, new Adam(), Schedule.constant(1e-2));

    /** Three labelled nodes of each of three blocks. */
    private final NodeSet set = few(BlocksGraph.generate(300, 3, 10, 2, 1));

    private static NodeSet few(NodeSet set) {
        int[] left = new int[3];
        int[] train =
                Arrays.stream(set.train())
                        .filter(node -> left[set.labels().of()[node]]++ < 3)
                        .toArray();
        return new NodeSet(
                set.graph(), set.labels(), train, set.validation(), set.test(), "few", "");
    }

    @Test
    void stagesAddLabelsThatAreMostlyRight() throws IOException {
        M3s.Result result = run(set, new M3s.Config(3, 20, 15), PLAN);
        assertThat(result.labelled()).hasSize(3).startsWith(9);
        int last = result.labelled().get(2);
        assertThat(last).isBetween(result.labelled().get(1) + 1, 9 + 2 * 3 * 15);
        assertThat(result.wrong().get(0)).isZero();
        assertThat((double) result.wrong().get(2) / last).isBetween(0.0, 0.4);
        double once = run(set, new M3s.Config(1, 20, 15), PLAN).test().accuracy();
        assertThat(result.test().accuracy() - once).isBetween(0.0, 1.0);
    }

    @Test
    void theSameSeedGivesTheSamePredictionsAndTestLabelsAreNotLookedAt() throws IOException {
        M3s.Config config = new M3s.Config(2, 10, 10);
        int[] of = set.labels().of().clone();
        for (int node : set.test()) {
            of[node] = 0;
        }
        NodeSet hidden =
                new NodeSet(
                        set.graph(),
                        new Labels(of, set.labels().names()),
                        set.train(),
                        set.validation(),
                        set.test(),
                        "",
                        "");
        int[] predictions = run(set, config, PLAN).test().predictions();
        assertThat(run(hidden, config, PLAN).test().predictions()).isEqualTo(predictions);
        assertThat(run(set, config, PLAN.withSeed(1)).test().predictions())
                .isNotEqualTo(predictions);
    }

    @Test
    void aClusterHasTheClassWhoseLabelledNodesAreNearest() {
        float[] line = {0, 0.1f, 0.2f, 5, 5.1f, 5.2f, 3, 3.1f};
        int[] labels = {0, -1, -1, 1, -1, -1, -1, -1};
        int[] pseudo =
                M3s.pseudoLabels(
                        new KMeans(3, 20, KMeans.Metric.EUCLIDEAN),
                        new Features(line, 1, null),
                        labels,
                        Randomness.at(1));
        assertThat(pseudo).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
    }

    @Test
    void aClassWithoutALabelledNodeIsRefused() {
        NodeSet none =
                new NodeSet(
                        set.graph(),
                        new Labels(set.labels().of(), List.of("0", "1", "2", "unseen")),
                        set.train(),
                        set.validation(),
                        set.test(),
                        "",
                        "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(none, new M3s.Config(2, 10, 10), PLAN))
                .withMessageContaining("\"unseen\" has no training node");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new M3s.Config(0, 1, 1))
                .withMessageContaining("at least 1 stage");
    }

    private static M3s.Result run(NodeSet set, M3s.Config config, TrainingPlan plan)
            throws IOException {
        M3s method =
                new M3s(GraphEncoders.gcn(16), new GcnLayer(set.labels().names().size()), config);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            return method.run(set, plan, manager);
        }
    }
}
