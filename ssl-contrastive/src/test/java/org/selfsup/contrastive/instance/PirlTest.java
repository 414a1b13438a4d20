package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class PirlTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return task(0.5);
    }

    private static PretextTask task(double weight) {
        return new Pirl(ConvNet.of(8, 16), 32, new Pirl.Config(4, 8, 16, 0.2f, 0.5, weight));
    }

    @Override
    protected Views<Image> views() {
        SimClrAugmentation augmentation = SimClrAugmentation.CIFAR10;
        return new ImageViews(3, List.of(augmentation.pipeline()))
                .and(
                        new PatchViews(
                                3,
                                augmentation.pipeline(),
                                new PatchGrid(2, 2, 12, 16, 2),
                                List.of()));
    }

    @Test
    void theLossWeighsPatchesAndPicture() throws IOException {
        try (AtRest run = new AtRest(task(0.3), samples(), views(), batch(), 1)) {
            Map<String, Float> parts = run.reports.get(0).parts();
            assertThat(0.3 * parts.get("of_patches") + 0.7 * parts.get("of_picture"))
                    .isCloseTo(run.reports.get(0).loss(), within(1e-5));
        }
    }

    @Test
    void theBankFollowsThePicture() throws IOException {
        PretextTask task = task();
        try (AtRest run = new AtRest(task, samples(), views(), batch(), 4)) {
            float[][] bank =
                    AtRest.rows(StateDict.parameters(task.networks()).get("bank.rows").getArray());
            for (int step = 0; step < 4; step++) {
                float[][] f = run.unit(run.batches.get(step).get(0), "encoder", "projector");
                for (int i = 0; i < batch(); i++) {
                    // the mean of two unit rows, one of them f, lies within 90 degrees of f
                    assertThat(AtRest.dot(bank[run.samples.get(step)[i]], f[i]))
                            .isBetween(1e-6, 1.0001);
                }
            }
        }
    }

    @Test
    void batchesThatDoNotFitAreRefused() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray pictures = manager.zeros(new Shape(2, 3, 32, 32));
            NDArray patches = manager.zeros(new Shape(6, 3, 12, 12));
            task.initialize(0, manager, pictures.getShape(), patches.getShape());
            Pass pass = new Pass(manager, true, 0, 1, 0, new int[] {0, 1});
            assertThatThrownBy(() -> task.loss(pass, new NDList(pictures, patches)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4 patches of each, 2 and 8 rows, got");
        }
        assertThatThrownBy(() -> new AtRest(task(), samples(), views(), 32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside of the batch, but it holds all 32");
        assertThatThrownBy(() -> new Pirl.Config(9, 8, 16, 0.1f, 0.5, 1.5))
                .hasMessageContaining("a weight of 0 to 1");
    }
}
