package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class InstDiscTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return task(1);
    }

    private static PretextTask task(double proximal) {
        return new InstDisc(
                ConvNet.of(8, 16),
                Layers.linear(8, true),
                32,
                new InstDisc.Config(8, 16, 0.2f, 0.5, proximal));
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(SimClrAugmentation.CIFAR10.pipeline()));
    }

    @Test
    void theBankFollowsTheSamplesOfTheBatchAndZIsKept() throws IOException {
        PretextTask task = task();
        float[][] before;
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            PretextTask fresh = task();
            fresh.initialize(0, manager, new ai.djl.ndarray.types.Shape(8, 3, 32, 32));
            before = rows(fresh, "bank.rows");
        }
        try (AtRest run = new AtRest(task, samples(), views(), batch(), 1)) {
            float[][] x = run.unit(run.batches.get(0).get(0), "encoder", "projector");
            float[][] after = rows(task, "bank.rows");
            for (int i = 0; i < batch(); i++) {
                int sample = run.samples.get(0)[i];
                float[] old = before[sample];
                double length = Math.sqrt(0.5 + 0.5 * AtRest.dot(old, x[i])); // of their mean
                for (int j = 0; j < 8; j++) {
                    assertThat((double) after[sample][j])
                            .isCloseTo((old[j] + x[i][j]) / (2 * length), within(1e-5));
                }
                before[sample] = after[sample];
            }
            assertThat(after).isDeepEqualTo(before); // no other row has moved
        }
    }

    @Test
    void theNormalizerIsThatOfTheFirstBatch() throws IOException {
        PretextTask one = task();
        PretextTask three = task();
        try (AtRest short1 = new AtRest(one, samples(), views(), batch(), 1);
                AtRest longer = new AtRest(three, samples(), views(), batch(), 3)) {
            float[] z = normalizer(one);
            assertThat(z[0]).isEqualTo(1);
            // M times a mean of exp(cosine / 0.2)
            assertThat((double) z[1]).isBetween(Math.log(32) - 5, Math.log(32) + 5);
            assertThat(normalizer(three)).isEqualTo(z);
            assertThat(short1.reports.get(0).loss()).isEqualTo(longer.reports.get(0).loss());
        }
    }

    @Test
    void theProximalTermIsTheSquaredDistanceToTheBank() throws IOException {
        try (AtRest with = new AtRest(task(2), samples(), views(), batch(), 1);
                AtRest without = new AtRest(task(0), samples(), views(), batch(), 1)) {
            Map<String, Float> parts = with.reports.get(0).parts();
            assertThat((double) parts.get("proximity")).isBetween(0.0, 4.0);
            assertThat(without.reports.get(0).loss() + 2 * parts.get("proximity"))
                    .isCloseTo(with.reports.get(0).loss(), within(1e-4));
        }
    }

    @Test
    void aPassThatDoesNotNameTheSamplesIsRefused() throws IOException {
        try (AtRest run = new AtRest(task(), samples(), views(), batch(), 1)) {
            assertThatThrownBy(() -> run.loss(run.batches.get(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("index of each of 8 samples, got 0");
        }
        assertThatThrownBy(() -> new InstDisc.Config(8, 0, 0.1f, 0.5, 1))
                .hasMessageContaining("at least 1 noise sample");
    }

    private static float[] normalizer(PretextTask task) {
        return StateDict.parameters(task.networks())
                .get("normalizer.value")
                .getArray()
                .toFloatArray();
    }

    private static float[][] rows(PretextTask task, String name) {
        return AtRest.rows(StateDict.parameters(task.networks()).get(name).getArray());
    }
}
