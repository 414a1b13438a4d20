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
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.TargetBlocks;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Views;
import org.selfsup.encoder.PatchPredictor;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.IJepaLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class IJepaTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new IJepa(
                Vision.encoder(Pooling.MEAN), predictor(), IJepaLoss.PAPER, Vision.MOMENTUM);
    }

    private static PatchPredictor predictor() {
        return new PatchPredictor(Vision.GRID, 32, Transformer.Config.of(16, 1, 2));
    }

    @Override
    protected Views<Image> views() {
        ImagePipeline view = new ImagePipeline(new CenterCrop(16), Normalize.CIFAR10);
        return new MaskedViews<>(
                new ImageViews(3, List.of(view)),
                List.of(new TargetBlocks(Vision.GRID, Vision.GRID)));
    }

    /** The loss by hand: blocks one by one, targets picked patch by patch. */
    @Test
    void everyBlockIsPredictedFromTheContext() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<Image> loader = new Loader<>(samples(), views(), 2, 0, 1);
                Loader.Filled<Image> filled = loader.take();
                Autograd off = Autograd.off()) {
            NDList batch = filled.toArrays(manager);
            assertThat(batch).hasSize(6); // a view, a context, four targets
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            NDArray all = pass.forward(task.networks().get("target"), batch.get(0));
            VisionTransformer encoder = (VisionTransformer) task.encoder();
            NDArray context =
                    encoder.encode(
                            pass.store(),
                            encoder.embed(pass.store(), batch.get(0), true),
                            batch.get(1),
                            true);
            double sum = 0;
            for (int block = 2; block < 6; block++) {
                NDArray asked = batch.get(block);
                long m = asked.size(1);
                float[] picked = new float[(int) (2 * m * 32)];
                for (int i = 0; i < 2 * m; i++) {
                    long from = (i / m * 16 + asked.toLongArray()[i]) * 32;
                    System.arraycopy(all.toFloatArray(), (int) from, picked, i * 32, 32);
                }
                NDArray predicted =
                        pass.forward(
                                        task.networks().get("predictor"),
                                        new NDList(context, batch.get(1), asked))
                                .head();
                NDArray target = manager.create(picked, new Shape(2, m, 32));
                sum += IJepaLoss.PAPER.evaluate(predicted, target).getFloat() / 4;
            }
            double loss = task.loss(pass, batch).getFloat();
            assertThat(loss).isCloseTo(sum, within(1e-5));
        }
    }

    @Test
    void contextAndTargetsDoNotOverlap() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<Image> loader = new Loader<>(samples(), views(), 1, 0, 1);
                Loader.Filled<Image> filled = loader.take()) {
            NDList batch = filled.toArrays(manager);
            for (NDArray asked : batch.subNDList(2)) {
                assertThat(batch.get(1).toLongArray()).doesNotContain(asked.toLongArray());
            }
        }
    }

    @Test
    void refusesAnEncoderWithClassToken() {
        VisionTransformer encoder = Vision.encoder(Pooling.CLASS_TOKEN);
        assertThatThrownBy(() -> new IJepa(encoder, predictor(), IJepaLoss.PAPER, Vision.MOMENTUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a class token: its pooling shall be MEAN");
    }
}
