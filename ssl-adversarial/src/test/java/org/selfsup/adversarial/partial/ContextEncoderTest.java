package org.selfsup.adversarial.partial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.Hole;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ChannelwiseLinear;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.encoder.PatchDiscriminator;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class ContextEncoderTest extends ImageTaskContract {

    private static final int SIZE = 16;

    @Override
    protected ContextEncoder task() {
        return task(0.001);
    }

    private static ContextEncoder task(double adversarial) {
        Sequence decoder =
                new Sequence()
                        .add("channelwise", new ChannelwiseLinear())
                        .add("up", MapDecoder.of(16, 4, SIZE, 3));
        return new ContextEncoder(
                ConvNet.of(8, 16, 16),
                "relu3",
                decoder,
                PatchDiscriminator.of(8, 2),
                new ContextEncoder.Config(1, adversarial));
    }

    @Override
    protected Views<Image> views() {
        return new MaskedViews<>(
                new ImageViews(
                        3, List.of(new ImagePipeline(new CenterCrop(SIZE), Normalize.CIFAR10))),
                List.of(new Hole(SIZE, SIZE, 8, 3)));
    }

    /** The other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("filler"));
    }

    /** Noise has the mean squared error 1, and so have holes that are filled with the mean. */
    @Test
    void holesAreFilledBetterThanByTheMean() throws IOException {
        List<Map<String, Float>> figures = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(
                                task(), ColorContract.sunAndSea(64), views(), plan(60), manager)) {
            pretrainer.listen(report -> figures.add(report.parts())).run();
        }
        Map<String, Float> last = figures.get(figures.size() - 1);
        assertThat(last.get("reconstruction"))
                .isBetween(0f, 0.6f * figures.get(0).get("reconstruction"));
        assertThat(last).containsKeys("discriminator_accuracy", "sample_diversity");
    }

    @Test
    void whatLiesInTheHoleIsNotSeenAndTheRestIsKept() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            ContextEncoder task = task();
            NDArray x = manager.randomNormal(new Shape(2, 3, SIZE, SIZE));
            long[] missing = {17, 18, 33, 34, 100, 101, 116, 117};
            NDArray hole = manager.create(missing, new Shape(2, 4));
            NDList batch = new NDList(x, hole);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray filled = task.fill(pass, batch);
            NDArray other = x.duplicate();
            for (int i = 0; i < missing.length; i++) {
                int at = (int) missing[i];
                String pixel = i / 4 + ", :, " + at / SIZE + ", " + at % SIZE;
                other.set(new NDIndex(pixel), 7f);
            }
            assertThat(task.fill(pass, new NDList(other, hole)).toFloatArray())
                    .containsExactly(filled.toFloatArray());
            NDArray changed = filled.sub(x).abs().sum(new int[] {1}).gt(0); // (n, h, w)
            assertThat(changed.toType(DataType.FLOAT32, true).sum().getFloat()).isEqualTo(8);
            NDArray seen = ContextEncoder.seen(new NDList(other, hole));
            assertThat(seen.sub(ContextEncoder.seen(batch)).abs().max().getFloat()).isZero();
        }
    }

    /** By hand: the mean of squared differences over the pixels of the hole. */
    @Test
    void onlyTheHoleCounts() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            ContextEncoder task = task(0);
            NDArray x = manager.randomNormal(new Shape(2, 3, SIZE, SIZE));
            NDArray hole = manager.create(new long[] {17, 18, 40, 41}, new Shape(2, 2));
            NDList batch = new NDList(x, hole);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            double squares = 0;
            for (float error : task.fill(pass, batch).sub(x).toFloatArray()) {
                squares += error * error;
            }
            assertThat((double) task.loss(pass, batch).getFloat())
                    .isCloseTo(squares / (2 * 2 * 3), within(1e-4));
            assertThat(task.objectives()).extracting(Objective::name).containsExactly("filler");
        }
    }

    @Test
    void picturesWithoutHolesAndBadWeightsAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = new NDList(manager.zeros(new Shape(1, 3, SIZE, SIZE)));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("numbers of missing pixels (n, k)");
        }
        assertThatThrownBy(() -> new ContextEncoder.Config(0, 1))
                .hasMessageContaining("above 0 and the adversarial part 0 or more, got 0.0");
    }
}
