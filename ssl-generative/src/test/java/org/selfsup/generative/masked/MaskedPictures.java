package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.RandomPatches;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/** What every method that draws masked patches must keep. */
abstract class MaskedPictures extends ImageTaskContract {

    static final int SIDE = 16;
    static final int PATCH = 4;
    static final int GRID = SIDE / PATCH;

    static VisionTransformer encoder(Pooling pooling) {
        return new VisionTransformer(
                new VisionTransformer.Config(SIDE, PATCH, Transformer.Config.of(32, 1, 2))
                        .withPooling(pooling)
                        .withPositions(VisionTransformer.Positions.SINE_COSINE));
    }

    @Override
    protected Views<Image> views() {
        ImagePipeline view = new ImagePipeline(new CenterCrop(SIDE), Normalize.CIFAR10);
        return new MaskedViews<>(
                new ImageViews(3, List.of(view)), List.of(new RandomPatches(GRID, GRID, 0.75)));
    }

    /** Pictures with all draws of the masked patches. */
    abstract NDArray reconstruct(PretextTask task, Pass pass, NDList batch);

    @Test
    void visiblePatchesComeBackAsTheyWereAndMaskedOnesDoNot() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            PretextTask task = task();
            NDList batch = batch(manager);
            task.initialize(0, manager, batch.getShapes());
            NDArray drawn = reconstruct(task, new Pass(manager, false, 0, 1), batch);
            float[] change = drawn.sub(batch.head()).abs().toFloatArray();
            long[] visible = batch.get(1).toLongArray();
            for (int n = 0; n < 2; n++) {
                for (int t = 0; t < GRID * GRID; t++) {
                    int place = t;
                    boolean seen =
                            Arrays.stream(visible, n * 4, n * 4 + 4).anyMatch(v -> v == place);
                    double sum = 0;
                    for (int i = 0; i < 3 * PATCH * PATCH; i++) {
                        int row = t / GRID * PATCH + i / PATCH % PATCH;
                        int column = t % GRID * PATCH + i % PATCH;
                        sum += change[((n * 3 + i / (PATCH * PATCH)) * SIDE + row) * SIDE + column];
                    }
                    assertThat(sum).isBetween(seen ? 0 : 0.1, seen ? 0 : 1000.0);
                }
            }
        }
    }

    /** Two pictures of noise with four patches visible in each. */
    static NDList batch(NDManager manager) {
        NDArray x = manager.randomNormal(new Shape(2, 3, SIDE, SIDE));
        long[] visible = {0, 3, 5, 9, 1, 2, 15, 6};
        long[] masked = new long[24];
        int at = 0;
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 16; t++) {
                int place = t;
                if (Arrays.stream(visible, n * 4, n * 4 + 4).noneMatch(v -> v == place)) {
                    masked[at++] = t;
                }
            }
        }
        return new NDList(
                x,
                manager.create(visible, new Shape(2, 4)),
                manager.create(masked, new Shape(2, 12)));
    }

    /** The batch with one pixel of the first picture changed. */
    static NDList changed(NDList batch, int row, int column) {
        NDArray x = batch.head().duplicate();
        x.set(new NDIndex("0, 1, {}, {}", row, column), 9);
        return new NDList(x, batch.get(1), batch.get(2));
    }
}
