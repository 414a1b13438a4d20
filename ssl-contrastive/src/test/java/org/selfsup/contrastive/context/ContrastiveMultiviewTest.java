package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.LabEncoder;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class ContrastiveMultiviewTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new ContrastiveMultiview(
                new LabEncoder(ConvNet.of(8, 16), ConvNet.of(8, 16)),
                Layers.linear(8, true),
                Layers.linear(8, true),
                new InfoNceLoss(0.2f));
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(32))));
    }

    /** The loss is symmetric and compares lightness with colour, not each with itself. */
    @Test
    void bothEncodersLearnFromOneAnother() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            PretextTask task = task();
            NDArray x = manager.randomUniform(0, 1, new Shape(4, 3, 32, 32));
            task.initialize(0, manager, x.getShape());
            NDArray loss = task.loss(new Pass(manager, true, 0, 1), new NDList(x));
            NDList weights = new NDList();
            StateDict.parameters(task.networks())
                    .forEach(
                            (name, parameter) -> {
                                if (name.endsWith("conv1.weight")) {
                                    weights.add(parameter.getArray());
                                }
                            });
            assertThat(weights.getShapes())
                    .containsExactly(new Shape(8, 1, 3, 3), new Shape(8, 2, 3, 3));
            for (NDArray gradient : Autograd.gradients(loss, weights)) {
                assertThat(gradient.abs().sum().getFloat()).isBetween(1e-6f, 1e6f);
            }
        }
    }

    @Test
    void featuresWithoutHalvesAreRefused() {
        PretextTask task =
                new ContrastiveMultiview(
                        ConvNet.of(5),
                        Layers.linear(8, true),
                        Layers.linear(8, true),
                        new InfoNceLoss(0.2f));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            assertThatThrownBy(() -> task.initialize(0, manager, new Shape(4, 3, 32, 32)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("halves of features (n, 2 d), got (4, 5)");
        }
    }
}
