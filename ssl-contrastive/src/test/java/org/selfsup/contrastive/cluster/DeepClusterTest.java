package org.selfsup.contrastive.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.cluster.Clustering;
import org.selfsup.data.Image;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class DeepClusterTest extends ClusterTaskContract {

    @Override
    DeepCluster task(int every) {
        return new DeepCluster(
                ConvNet.of(8, 16),
                new FeatureBank(32, 16),
                new DeepCluster.Config(4, 8, 20, every));
    }

    @Override
    int[] clusters(PretextTask task) {
        return ((DeepCluster) task).clusters();
    }

    @Test
    void theClassifierStartsAnewAfterAClustering() throws IOException {
        DeepCluster task = task(0);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(8), manager)) {
            pretrainer.listen(
                    report -> {
                        float[] bias = values(task, "bias");
                        if (report.step() == 3 || report.step() == 7) {
                            assertThat(bias).containsOnly(0);
                            for (float weight : values(task, "weight")) {
                                assertThat(weight).isBetween(-0.06f, 0.06f);
                            }
                        } else {
                            assertThat(bias).doesNotContain(0);
                        }
                    });
            pretrainer.run();
            assertThat(task.firstClusters()).doesNotContain(-1).isNotEqualTo(task.clusters());
        }
    }

    private static float[] values(DeepCluster task, String name) {
        return StateDict.parameters(task.networks().get("classifier"))
                .get(name)
                .getArray()
                .toFloatArray();
    }

    @Test
    void everyClusterCountsAlike() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            PseudoLabels labels = new PseudoLabels(6, 2, 1);
            Initialization.initialize(labels.buffers(), 0, manager);
            int[] of = {0, 0, 0, 1, 1};
            labels.renew(new Clustering(of, new float[] {1, 5}, 1, 0), new int[] {0, 1, 2, 3, 5});
            assertThat(labels.labels()).containsExactly(0, 0, 0, 1, -1, 1);
            assertThat(labels.evenWeights(manager.create(new long[] {0, 0, 1})).toFloatArray())
                    .containsExactly(new float[] {2 / 7f, 2 / 7f, 3 / 7f}, within(1e-6f));
            NDArray features = manager.create(new float[] {5, 1, 5}).reshape(3, 1);
            Pass pass = new Pass(manager, true, 0, 1, 0, new int[] {0, 4, 4});
            assertThat(labels.of(pass, features).toLongArray())
                    .as("its own cluster, or one that is near")
                    .containsExactly(0, 0, 1);
        }
    }

    @Test
    void crossEntropyIsWeighted() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray logits = manager.create(new float[] {0, 1, 2, 0}).reshape(2, 2);
            NDArray of = manager.create(new long[] {1, 1});
            double first = Math.log(1 + Math.exp(-1));
            double second = Math.log(1 + Math.exp(2));
            assertThat((double) new ClassificationLoss().evaluate(logits, of).getFloat())
                    .isCloseTo((first + second) / 2, within(1e-6));
            NDArray weights = manager.create(new float[] {0.25f, 0.75f});
            assertThat((double) new ClassificationLoss().evaluate(logits, of, weights).getFloat())
                    .isCloseTo(0.25 * first + 0.75 * second, within(1e-6));
        }
    }

    @Test
    void clusteringIsDueWhenEnoughIsSeenAndThenAtEqualDistances() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            PseudoLabels few = new PseudoLabels(1000, 2, 1); // first after 16 samples
            PseudoLabels many = new PseudoLabels(100, 50, 1); // first after an epoch
            StringBuilder steps = new StringBuilder();
            for (int step = 0; step < 30; step++) {
                Pass pass = new Pass(manager, true, step, 30, 0, new int[10]);
                steps.append(few.due(pass, 7) ? " few " + step : "");
                steps.append(many.due(pass, 0) ? " many " + step : "");
            }
            assertThat(steps)
                    .hasToString(" few 1 few 6 many 9 few 13 many 19 few 20 few 27 many 29");
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        FeatureBank bank = new FeatureBank(32, 16);
        assertThatThrownBy(
                        () ->
                                new DeepCluster(
                                        ConvNet.of(8), bank, new DeepCluster.Config(40, 8, 20, 0)))
                .hasMessageContaining("2 to 32 clusters, got 40");
        assertThatThrownBy(
                        () ->
                                new DeepCluster(
                                        ConvNet.of(8), bank, new DeepCluster.Config(4, 17, 20, 0)))
                .hasMessageContaining("1 to 16 components to cluster, got 17");
        assertThatThrownBy(() -> new DeepCluster.Config(4, 8, 20, -1))
                .hasMessageContaining("got -1");
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(manager, true, 0, 1);
            assertThatThrownBy(() -> PseudoLabels.batch(pass, manager.zeros(new Shape(8, 16))))
                    .hasMessageContaining("each of 8 samples in the pass, got 0");
        }
    }
}
