package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class M3sTest {

    private static final TrainingPlan PLAN =
            new TrainingPlan(30, 1, new Adam(), Schedule.constant(1e-2));

    /** Three labelled nodes of each of three blocks. */
    private final NodeSet set = BlocksGraph.generate(300, 3, 10, 2, 1).labelled(3, 0);

    @Test
    void stagesAddLabelsThatAreMostlyRight() throws IOException {
        List<M3s.Stage> stages = run(set, new M3s.Config(3, 20, 15), PLAN);
        assertThat(stages).extracting(M3s.Stage::labelled).hasSize(3).startsWith(9);
        M3s.Stage first = stages.get(0);
        M3s.Stage last = stages.get(2);
        assertThat(last.labelled()).isBetween(stages.get(1).labelled() + 1, 9 + 2 * 3 * 15);
        assertThat(first.wrong()).isZero();
        assertThat((double) last.wrong() / last.labelled()).isBetween(0.0, 0.4);
        assertThat(last.test().accuracy() - first.test().accuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void theFirstStageIsTheNetworkTrainedOnTheGivenLabelsAlone() throws IOException {
        M3s.Stage first = run(set, new M3s.Config(2, 20, 15), PLAN).get(0);
        M3s.Stage only = run(set, new M3s.Config(1, 20, 15), PLAN).get(0);
        assertThat(first.test().predictions()).isEqualTo(only.test().predictions());
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
        int[] predictions = predictions(set, config, PLAN);
        assertThat(predictions(hidden, config, PLAN)).isEqualTo(predictions);
        assertThat(predictions(set, config, PLAN.withSeed(1))).isNotEqualTo(predictions);
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

    private static int[] predictions(NodeSet set, M3s.Config config, TrainingPlan plan)
            throws IOException {
        return run(set, config, plan).get(1).test().predictions();
    }

    private static List<M3s.Stage> run(NodeSet set, M3s.Config config, TrainingPlan plan)
            throws IOException {
        M3s method =
                new M3s(GraphEncoders.gcn(16), new GcnLayer(set.labels().names().size()), config);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            return method.run(set, plan, manager);
        }
    }
}
