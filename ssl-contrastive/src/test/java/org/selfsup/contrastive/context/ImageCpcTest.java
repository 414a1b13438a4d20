package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.PatchEncoder;
import org.selfsup.encoder.RowContext;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class ImageCpcTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return task(2);
    }

    private static ImageCpc task(int steps) {
        return new ImageCpc(
                PatchEncoder.mean(ConvNet.of(8, 16), 8, 8), RowContext.of(16, 2), 16, steps);
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.evaluationViews();
    }

    @Test
    void withoutPredictionsTheLossIsThatOfGuessingAmongAllPatches() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            ImageCpc task = task(2);
            NDArray x = manager.randomNormal(new Shape(3, 3, 32, 32));
            task.initialize(0, manager, x.getShape());
            NDArray w = StateDict.parameters(task.networks()).get("predictors.weight").getArray();
            w.stopGradient().subi(w);
            Pass pass = new Pass(manager, true, 0, 1);
            assertThat(task.loss(pass, new NDList(x)).getFloat())
                    .isCloseTo((float) Math.log(3 * 16), within(1e-4f));
            assertThat(pass.parts()).containsOnlyKeys("step_1", "step_2");
        }
    }

    @Test
    void moreStepsThanRowsAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            ImageCpc task = task(4);
            NDArray x = manager.zeros(new Shape(2, 3, 32, 32));
            task.initialize(0, manager, x.getShape());
            assertThatThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), new NDList(x)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("To predict 4 steps ahead");
        }
    }
}
