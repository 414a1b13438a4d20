package org.selfsup.adversarial.partial;

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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.PatchDiscriminator;
import org.selfsup.encoder.SrResNet;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class SrGanTest extends ImageTaskContract {

    private static final int SIZE = 16;

    @Override
    protected SrGan task() {
        return task(2, new FeatureMaps(ConvNet.of(4, 8), "relu2"));
    }

    private static SrGan task(long firstStage, @Nullable FeatureMaps phi) {
        return new SrGan(
                new SrGan.Parts(
                        SrResNet.trunk(8, 1),
                        "map",
                        SrResNet.upsampler(8, 1, 3),
                        PatchDiscriminator.of(4, 2),
                        phi),
                new SrGan.Config(2, firstStage, 1e-3));
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(
                3, List.of(new ImagePipeline(new CenterCrop(SIZE), Normalize.CIFAR10)));
    }

    /** From the second stage on the other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("generator"));
    }

    /** From the first step of the game on the loss is another. */
    @Override
    protected int settled() {
        return 2;
    }

    @Test
    void theDiscriminatorWaitsForTheSecondStage() throws IOException {
        SrGan task = task(3, null);
        List<float[]> weights = new ArrayList<>();
        List<Float> accuracy = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(5), manager)) {
            pretrainer
                    .listen(
                            report -> {
                                accuracy.add(report.parts().get("discriminator_accuracy"));
                                weights.add(
                                        StateDict.parameters(task.networks())
                                                .get("discriminator.last.weight")
                                                .getArray()
                                                .toFloatArray());
                            })
                    .run();
        }
        assertThat(weights.get(2)).containsExactly(weights.get(0));
        assertThat(Arrays.equals(weights.get(3), weights.get(2))).isFalse();
        assertThat(accuracy.subList(0, 3)).containsOnly(Float.NaN);
        assertThat(accuracy.subList(3, 5)).allMatch(share -> share >= 0 && share <= 1);
    }

    @Test
    void theFirstStageLearnsToEnlarge() throws IOException {
        SrGan task = task(150, null);
        List<Double> losses = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(
                                task,
                                Shapes.generate(64, 8, 1).train(),
                                views(),
                                plan(150),
                                manager)) {
            pretrainer.listen(report -> losses.add(report.loss())).run();
        }
        assertThat(losses.get(149)).isBetween(0.0, 0.5 * losses.get(0));
    }

    /** By hand: squared differences of phi's maps over the mean square of the truth's. */
    @Test
    void mapsAreComparedAndTheirNetworkStays() {
        FeatureMaps phi = new FeatureMaps(ConvNet.of(4, 8), "relu1", "relu2");
        SrGan task = task(0, phi);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            NDArray x = manager.randomNormal(new Shape(2, 3, SIZE, SIZE));
            task.initialize(0, manager, x.getShape());
            Pass pass = new Pass(manager, true, 0, 1);
            task.loss(pass, new NDList(x));
            double content = pass.parts().get("content");
            NDArray y = task.enlarge(pass, task.smaller(x));
            NDList wanted = phi.forward(pass.store(), new NDList(x), false);
            NDList found = phi.forward(pass.store(), new NDList(y), false);
            double sum = 0;
            for (int i = 1; i < 3; i++) {
                sum +=
                        wanted.get(i).sub(found.get(i)).square().sum().getFloat()
                                / wanted.get(i).square().sum().getFloat();
            }
            assertThat(content).isCloseTo(sum, within(1e-3 * sum));
            assertThat(StateDict.parameters(phi).values())
                    .noneMatch(parameter -> parameter.requiresGradient());
        }
    }

    @Test
    void smallerAndLargerKeepEvenPictures() {
        SrGan task = task(0, null);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray even = manager.full(new Shape(1, 3, 8, 8), 0.3f);
            NDArray small = task.smaller(even);
            assertThat(small.getShape()).isEqualTo(new Shape(1, 3, 4, 4));
            assertThat(task.interpolated(small).sub(even).abs().max().getFloat()).isLessThan(1e-6f);
            assertThatThrownBy(() -> task.smaller(manager.zeros(new Shape(1, 3, 8, 7))))
                    .hasMessageContaining("whose sides are multiples of 2, got (1, 3, 8, 7)");
        }
        assertThatThrownBy(() -> new SrGan.Config(1, 0, 0))
                .hasMessageContaining("enlarges at least twice");
    }
}
