package org.selfsup.contrastive.semisupervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.DistillationLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class DistillationTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return distillation(new DistillationLoss(0.5));
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.evaluationViews();
    }

    /** A fraction of the teacher's labels is told. */
    @Test
    void labelsAreMixedInAsTheSumsSay() {
        Labels labels = new Labels(new int[] {1, 0, 2, 2, 0}, List.of("a", "b", "c"));
        PackedImages all = new PackedImages(new byte[5], 1, 1, 1, labels);
        Subset<Image> labelled = new Subset<>(all, new int[] {1, 3});
        Distillation distillation = distillation(new DistillationLoss(1));
        MixedDistillation mixed = new MixedDistillation(distillation, labelled, 0.3);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDList x = new NDList(manager.randomNormal(new Shape(4, 3, 16, 16)));
            mixed.initialize(0, manager, x.head().getShape());
            Pass pass = new Pass(manager, false, 0, 1, 0, new int[] {0, 3, 4, 1});
            float taught = distillation.loss(pass, x).getFloat();
            NDArray logSoftmax = pass.forward(distillation.student(), x.head()).logSoftmax(1);
            double told = -logSoftmax.getFloat(1, 2) - logSoftmax.getFloat(3, 0);
            assertThat(mixed.loss(pass, x).getFloat())
                    .isCloseTo((float) (0.3 * taught + 0.7 * told / 4), within(1e-5f));

            Pass without = new Pass(manager, false, 0, 1, 0, new int[] {0, 2, 4, 0});
            assertThat(mixed.loss(without, x).getFloat()).isCloseTo(0.3f * taught, within(1e-5f));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MixedDistillation(distillation, labelled, 1.5))
                .withMessageContaining("0 to 1, got 1.5");
    }

    @Test
    void aStudentThatIsItsTeacherIsRefused() {
        Block encoder = ConvNet.of(4);
        Sequence teacher = new Sequence().add(encoder).add(Layers.linear(3, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distillation(teacher, encoder, 3, new DistillationLoss(1)))
                .withMessageContaining("an encoder of its own");
    }

    private static Distillation distillation(DistillationLoss loss) {
        Sequence teacher = new Sequence().add(ConvNet.of(8, 16)).add(Layers.linear(3, true));
        return new Distillation(teacher, ConvNet.of(8), 3, loss);
    }
}
