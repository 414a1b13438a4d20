package org.selfsup.contrastive.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SwAvAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.Sinkhorn;
import org.selfsup.loss.SwavLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class SwAvTest extends ImageTaskContract {

    private static SwAv task(int queue, long start, long frozen) {
        return new SwAv(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new SwAv.Config(8, 6, 0.2f, 0.1f, queue, start, frozen));
    }

    @Override
    protected PretextTask task() {
        return task(16, 3, 0);
    }

    /** Two large crops and two small ones. */
    @Override
    protected Views<Image> views() {
        SwAvAugmentation usual = SwAvAugmentation.CIFAR10;
        return new SwAvAugmentation(usual.view(), 16, 2).views();
    }

    @Test
    void prototypesStayWhileFrozenAndThenMoveAtLengthOne() throws IOException {
        SwAv task = task(0, 0, 3);
        List<float[]> seen = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(5), manager)) {
            pretrainer.listen(report -> seen.add(array(task, "prototypes.weight").toFloatArray()));
            pretrainer.run();
        }
        for (int i = 0; i < seen.get(0).length; i++) {
            assertThat(seen.get(2)[i]).isCloseTo(seen.get(0)[i], within(1e-6f));
        }
        assertThat(seen.get(3)).isNotEqualTo(seen.get(2));
        for (float[] rows : seen) {
            for (int k = 0; k < 6; k++) {
                double square = 0;
                for (int j = 0; j < 8; j++) {
                    square += rows[8 * k + j] * rows[8 * k + j];
                }
                assertThat(square).isCloseTo(1, within(1e-5));
            }
        }
    }

    /** The queue's rows count only once they are all embeddings that came by. */
    @Test
    void theQueueStartsLateAndHoldsTheLargeCrops() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SwAv.Config config = new SwAv.Config(3, 4, 0.2f, 0.1f, 6, 2, 0);
            SwAv task = new SwAv(new Sequence(), new Sequence(), config);
            task.initialize(1, manager, new Shape(3, 3));
            NDArray c = array(task, "prototypes.weight");
            SwavLoss loss = new SwavLoss(0.2f, new Sinkhorn(3, 0.1f));
            NDList queues = new NDList();
            for (int i = 0; i < 2; i++) {
                queues.add(array(task, "queue" + i + ".rows").matMul(c.transpose()));
            }
            NDList views = new NDList();
            NDList scores = new NDList();
            for (int v = 0; v < 3; v++) {
                views.add(manager.randomNormal(new Shape(3, 3)));
                scores.add(views.get(v).normalize(2, 1).matMul(c.transpose()));
            }
            for (int step = 0; step < 4; step++) {
                Pass pass = new Pass(manager, true, step, 4);
                NDList large = scores.subNDList(0, 2);
                NDList small = scores.subNDList(2);
                NDArray expected =
                        step < 2
                                ? loss.evaluate(large, small)
                                : loss.evaluate(large, small, queues);
                assertThat(task.loss(pass, views).getFloat())
                        .as("step %d", step)
                        .isCloseTo(expected.getFloat(), within(1e-5f));
            }
        }
    }

    private static NDArray array(PretextTask task, String name) {
        return StateDict.parameters(task.networks()).get(name).getArray();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new SwAv.Config(8, 1, 0.1f, 0.05f, 0, 0, 0))
                .hasMessageContaining("at least 2 prototypes");
        assertThatThrownBy(() -> new SwAv.Config(8, 5, 0.1f, 0.05f, -1, 0, 0))
                .hasMessageContaining("5, -1, 0 and 0");
    }
}
