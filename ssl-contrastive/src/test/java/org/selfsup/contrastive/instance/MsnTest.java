package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.RandomPatches;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.MsnLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class MsnTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Msn(
                Vision.encoder(Pooling.CLASS_TOKEN),
                Heads.mlp(Heads.Norm.HIDDEN, 32, 16),
                new Msn.Config(12, 16, new MsnLoss(0.1f, 0.25f, 3, 1)),
                Vision.MOMENTUM);
    }

    @Override
    protected Views<Image> views() {
        return Vision.masked(new RandomPatches(Vision.GRID, Vision.GRID, 0.5));
    }

    @Test
    void theAnchorIsSeenWhereItIsVisibleAndTheTargetEverywhere() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<Image> loader = new Loader<>(samples(), views(), batch(), 0, 1);
                Loader.Filled<Image> filled = loader.take();
                Autograd off = Autograd.off()) {
            NDList batch = filled.toArrays(manager);
            assertThat(batch).hasSize(6);
            NDArray visible = manager.arange(8).reshape(1, 8).repeat(0, batch()); // the upper half
            batch.set(4, visible.toType(DataType.INT64, false));
            task.initialize(0, manager, batch.getShapes());
            float before = loss(task, manager, batch);
            batch.get(1).set(new NDIndex(":, :, 8:, :"), 3f);
            assertThat(loss(task, manager, batch)).isEqualTo(before);
            batch.get(0).set(new NDIndex(":, :, 8:, 8:"), 3f);
            assertThat(Math.abs(loss(task, manager, batch) - before)).isBetween(1e-6f, 1e6f);
        }
    }

    private static float loss(PretextTask task, NDManager manager, NDList batch) {
        return task.loss(new Pass(manager, true, 0, 1), batch).getFloat();
    }

    @Test
    void refusesASinglePrototype() {
        assertThatThrownBy(() -> new Msn.Config(1, 16, Msn.Config.PAPER.loss()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 prototypes of at least 1 dimension");
    }
}
