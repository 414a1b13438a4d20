package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class EndToEndTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new EndToEnd(
                ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new InfoNceLoss(0.2f));
    }

    @Test
    void queriesAndKeysBothGetAGradient() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd recording = Autograd.on()) {
            NDList views = new NDList();
            for (int i = 0; i < 2; i++) {
                NDArray view = manager.randomNormal(new Shape(6, 4));
                view.setRequiresGradient(true);
                views.add(view);
            }
            PretextTask task = new EndToEnd(new Sequence(), new Sequence(), new InfoNceLoss(0.2f));
            NDArray loss = task.loss(new Pass(manager, true, 0, 1), views);
            for (NDArray gradient : Autograd.gradients(loss, views)) {
                assertThat(gradient.abs().max().getFloat()).isBetween(1e-3f, 100f);
            }
        }
    }
}
