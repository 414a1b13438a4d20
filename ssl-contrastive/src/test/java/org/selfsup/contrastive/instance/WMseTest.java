package org.selfsup.contrastive.instance;

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
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.WMseLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class WMseTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new WMse(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 3),
                new WMse.Config(8, 2, 1e-3f));
    }

    @Override
    protected int batch() {
        return 16;
    }

    @Test
    void onePartIsTheWholeBatchInAnyOrder() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray z1 = manager.randomNormal(new Shape(10, 3));
            NDArray z2 = z1.add(manager.randomNormal(new Shape(10, 3)));
            assertThat(loss(new WMse.Config(8, 1, 0), manager, z1, z2))
                    .isCloseTo(new WMseLoss(0).evaluate(z1, z2).getFloat(), within(1e-5f));
        }
    }

    @Test
    void partsAreWhitenedEachByItself() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            // Two halves of the same rows, equal in both views: but for the cut the loss is 0.
            NDArray z = manager.randomNormal(new Shape(12, 2));
            assertThat(loss(new WMse.Config(4, 3, 0), manager, z, z)).isCloseTo(0, within(1e-5f));
            NDArray other = manager.randomNormal(new Shape(12, 2));
            assertThat(loss(new WMse.Config(4, 1, 0), manager, z, other))
                    .isFinite()
                    .isNotCloseTo(new WMseLoss(0).evaluate(z, other).getFloat(), within(1e-4f));
        }
    }

    @Test
    void aBatchSmallerThanAPartIsRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.ones(new Shape(4, 2));
            assertThatThrownBy(() -> loss(new WMse.Config(8, 1, 0), manager, z, z))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 8 rows, got 4; enlarge the batch");
        }
        assertThatThrownBy(() -> new WMse.Config(1, 1, 0)).hasMessageContaining("at least 2 rows");
    }

    private static float loss(WMse.Config config, NDManager manager, NDArray z1, NDArray z2) {
        WMse task = new WMse(new Sequence(), new Sequence(), config);
        return task.loss(new Pass(manager, true, 0, 1), new NDList(z1, z2)).getFloat();
    }
}
