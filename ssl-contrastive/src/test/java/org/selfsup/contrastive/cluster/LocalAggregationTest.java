package org.selfsup.contrastive.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.LocalAggregationLoss;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class LocalAggregationTest extends ClusterTaskContract {

    @Override
    LocalAggregation task(int every) {
        return new LocalAggregation(
                ConvNet.of(8, 16),
                Layers.linear(8, true),
                new FeatureBank(32, 8),
                new LocalAggregationLoss(16, 0.2f),
                new LocalAggregation.Config(8, 2, 10, 0.5, every));
    }

    @Override
    int[] clusters(PretextTask task) {
        return ((LocalAggregation) task).clusters();
    }

    @Test
    void aRowIsTheAverageOfWhatViewsSaidAndStartsAsTheirFirst() {
        FeatureBank bank = new FeatureBank(3, 2);
        LocalAggregation task =
                new LocalAggregation(
                        new Sequence(),
                        new Sequence(),
                        bank,
                        new LocalAggregationLoss(2, 0.2f),
                        new LocalAggregation.Config(2, 1, 10, 0.75, 0));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            task.initialize(0, manager, new Shape(1, 2));
            NDList right = new NDList(row(manager, 5, 0), row(manager, 2, 0));
            NDList up = new NDList(row(manager, 0, 1), row(manager, 0, 9));
            task.loss(new Pass(manager, true, 0, 1, 0, new int[] {1}), right);
            assertThat(bank.rows().toFloatArray()).containsExactly(0, 0, 1, 0, 0, 0);
            task.loss(new Pass(manager, true, 0, 1, 0, new int[] {1}), up);
            float length = (float) Math.hypot(0.75, 0.25);
            assertThat(bank.rows().toFloatArray())
                    .containsExactly(
                            new float[] {0, 0, 0.75f / length, 0.25f / length, 0, 0},
                            within(1e-6f));
        }
    }

    private static NDArray row(NDManager manager, float x, float y) {
        return manager.create(new float[] {x, y}, new Shape(1, 2));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new LocalAggregation.Config(4, 0, 10, 0.5, 0))
                .hasMessageContaining("at least 1 run of k-means and a momentum from 0 to 1");
        assertThatThrownBy(() -> new LocalAggregation.Config(4, 1, 10, 1.5, 0))
                .hasMessageContaining("got 1 and 1.5");
    }
}
