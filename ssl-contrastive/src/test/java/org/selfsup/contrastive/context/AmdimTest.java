package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.AmdimLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class AmdimTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Amdim(ConvNet.of(8, 12, 16), "relu2", "relu3", 16, AmdimLoss.PAPER);
    }

    @Test
    void theLossIsTheMeanOfItsTermsAndTheSameForViewsExchanged() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            PretextTask task = task();
            NDArray x1 = manager.randomNormal(new Shape(4, 3, 32, 32));
            NDArray x2 = manager.randomNormal(new Shape(4, 3, 32, 32));
            task.initialize(0, manager, x1.getShape());
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, new NDList(x1, x2)).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(parts).containsOnlyKeys("global_fine", "global_coarse", "coarse_coarse");
            double mean = parts.values().stream().mapToDouble(x -> x).average().orElseThrow();
            assertThat(mean).isCloseTo(loss, within(1e-5));
            assertThat(task.loss(new Pass(manager, true, 0, 1), new NDList(x2, x1)).getFloat())
                    .isCloseTo(loss, within(1e-5f));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Amdim(ConvNet.of(8, 8), "relu2", "relu1", 8, AmdimLoss.PAPER))
                .hasMessageContaining("no block \"relu1\" whose map could come next");
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray x = manager.zeros(new Shape(4, 3, 32, 32));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), new NDList(x)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("AMDIM compares two views");
        }
    }
}
