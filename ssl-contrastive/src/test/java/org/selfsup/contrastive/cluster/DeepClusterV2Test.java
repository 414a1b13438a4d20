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
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class DeepClusterV2Test extends ClusterTaskContract {

    private static DeepClusterV2.Config config(int every) {
        return new DeepClusterV2.Config(4, 2, 0.2f, 10, every);
    }

    @Override
    PretextTask task(int every) {
        return new DeepClusterV2(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new FeatureBank(32, 8),
                config(every));
    }

    @Override
    int[] clusters(PretextTask task) {
        return ((DeepClusterV2) task).clusters();
    }

    /**
     * Three views of two samples in plain loops; before the first clustering labels are i mod k.
     */
    @Test
    void itIsThePapersFormula() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            DeepClusterV2 task =
                    new DeepClusterV2(
                            new Sequence(), new Sequence(), new FeatureBank(9, 3), config(0));
            task.initialize(1, manager, new Shape(2, 3));
            NDList views = new NDList();
            for (int v = 0; v < 3; v++) {
                views.add(manager.randomNormal(new Shape(2, 3)));
            }
            int[] samples = {7, 2};
            Pass pass = new Pass(manager, true, 0, 1, 0, samples);
            float loss = task.loss(pass, views).getFloat();
            double mean = 0;
            for (int head = 0; head < 2; head++) {
                float[] c = array(task, "clusters" + head + ".centroids.value").toFloatArray();
                for (NDArray view : views) {
                    float[] z = view.toFloatArray();
                    for (int i = 0; i < 2; i++) {
                        double length =
                                Math.hypot(Math.hypot(z[3 * i], z[3 * i + 1]), z[3 * i + 2]);
                        double[] e = new double[4];
                        double sum = 0;
                        for (int k = 0; k < 4; k++) {
                            for (int j = 0; j < 3; j++) {
                                e[k] += z[3 * i + j] / length * c[3 * k + j] / 0.2f;
                            }
                            sum += Math.exp(e[k]);
                        }
                        mean -= (e[samples[i] % 4] - Math.log(sum)) / 12;
                    }
                }
            }
            assertThat((double) loss).isCloseTo(mean, within(1e-5));
        }
    }

    private static NDArray array(PretextTask task, String name) {
        return StateDict.parameters(task.networks()).get(name).getArray();
    }

    @Test
    void centroidsAreNotTrained() {
        PretextTask task = task(0);
        StateDict.parameters(task.networks())
                .forEach(
                        (name, parameter) ->
                                assertThat(parameter.requiresGradient())
                                        .as(name)
                                        .isEqualTo(
                                                name.matches("(encoder|projector).*")
                                                        && !name.matches(".*running.*")));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new DeepClusterV2.Config(4, 0, 0.1f, 10, 0))
                .hasMessageContaining("at least 1 head and a positive, finite temperature, got 0");
        assertThatThrownBy(() -> new DeepClusterV2.Config(4, 1, 0, 10, 0))
                .hasMessageContaining("got 1 and 0.0");
    }
}
