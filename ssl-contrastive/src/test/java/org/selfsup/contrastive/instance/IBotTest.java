package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.BlockPatches;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class IBotTest extends ImageTaskContract {

    private static final BlockPatches MASK =
            new BlockPatches(Vision.GRID, Vision.GRID, 0.3, 2, 0.5);

    @Override
    protected PretextTask task() {
        return new IBot(
                Vision.encoder(Pooling.CLASS_TOKEN),
                Vision.head(),
                DinoTest.CONFIG,
                DinoTest.MOMENTUM);
    }

    @Override
    protected Views<Image> views() {
        return Vision.masked(MASK, MASK);
    }

    /** Both terms from the teacher's and the student's outputs, patch by patch. */
    @Test
    void patchesAreComparedWhereTheyAreMasked() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<Image> loader = new Loader<>(samples(), views(), 2, 0, 1);
                Loader.Filled<Image> filled = loader.take();
                Autograd off = Autograd.off()) {
            NDList batch = filled.toArrays(manager);
            assertThat(batch).hasSize(8);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            double sum = 0;
            for (int view = 0; view < 2; view++) {
                NDArray masked = batch.get(5 + 2 * view); // (2, 5)
                float[] mask = new float[2 * 16];
                for (int i = 0; i < 10; i++) {
                    mask[i / 5 * 16 + (int) masked.toLongArray()[i]] = 1;
                }
                NDList seen = new NDList(batch.get(view), manager.create(mask).reshape(2, 16));
                Block head = task.networks().get("head");
                Block hiding = task.networks().get("masked");
                NDArray student = pass.forward(head, pass.forward(hiding, seen).head());
                NDArray teacher = pass.forward(task.networks().get("teacher"), batch.get(view));
                NDArray target = teacher.div(0.04).softmax(2);
                NDArray each = student.div(0.1).logSoftmax(2).mul(target).sum(new int[] {2}).neg();
                for (int i = 0; i < mask.length; i++) {
                    NDIndex place = new NDIndex(i / 16 + ", " + (1 + i % 16));
                    sum += mask[i] * each.get(place).getFloat() / 20;
                }
            }
            task.loss(pass, batch);
            assertThat((double) pass.parts().get("patches")).isCloseTo(sum, within(1e-4));
            assertThat(pass.parts().get("class")).isFinite();
        }
    }

    @Test
    void classTokenAndPatchesHaveCentresOfTheirOwn() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(2), manager)) {
            pretrainer.run();
            NDArray ofClass = value(task, "center.value");
            NDArray ofPatches = value(task, "patch_center.value");
            assertThat(ofClass.sub(ofPatches).abs().max().getFloat()).isBetween(1e-6f, 1e6f);
            assertThat(ofPatches.abs().max().getFloat()).isBetween(1e-6f, 1e6f);
        }
    }

    private static NDArray value(PretextTask task, String name) {
        return StateDict.parameters(task.networks()).get(name).getArray();
    }

    @Test
    void refusesAnEncoderWithoutClassToken() {
        VisionTransformer encoder = Vision.encoder(Pooling.MEAN);
        assertThatThrownBy(
                        () -> new IBot(encoder, Vision.head(), DinoTest.CONFIG, DinoTest.MOMENTUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "iBOT needs a vision transformer with a class token: its pooling shall be"
                                + " CLASS_TOKEN, got MEAN");
    }
}
