package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;

class DinoTest extends ImageTaskContract {

    /** A centre that hardly moves: where it does, the loss rises, as there is more to say. */
    static final Dino.Config CONFIG = new Dino.Config(24, 0.1f, 0.04f, 0.07f, 10, 0.999f, 0);

    /** A teacher that hardly moves. */
    static final Schedule MOMENTUM = Schedule.constant(0.999);

    @Override
    protected PretextTask task() {
        return new Dino(Vision.encoder(Pooling.CLASS_TOKEN), Vision.head(), CONFIG, MOMENTUM);
    }

    @Override
    protected Views<Image> views() {
        return Vision.CROPS.views();
    }

    @Test
    void theLastLayerStaysAsItIsForTheFirstSteps() throws IOException {
        Dino.Config config = new Dino.Config(24, 0.1f, 0.04f, 0.04f, 0, 0.9f, 2);
        Dino task = new Dino(Vision.encoder(Pooling.MEAN), Vision.head(), config, MOMENTUM);
        List<Float> last = new ArrayList<>();
        List<Float> first = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(3), manager)) {
            pretrainer
                    .listen(
                            report -> {
                                last.add(sum(task, "head.last_layer.weight_v"));
                                first.add(sum(task, "head.layers.0.weight"));
                            })
                    .run();
        }
        assertThat(last.get(1)).isEqualTo(last.get(0));
        assertThat(Math.abs(last.get(2) - last.get(1))).isBetween(1e-6f, 1e6f);
        assertThat(Math.abs(first.get(1) - first.get(0))).isBetween(1e-6f, 1e6f);
    }

    private static float sum(PretextTask task, String name) {
        try (NDArray copy = StateDict.parameters(task.networks()).get(name).getArray().abs()) {
            return copy.sum().getFloat();
        }
    }

    /** Equation 4 with a centre of zeros, on the global crops only. */
    @Test
    void theCentreMovesToTheTeachersMeanOfTheGlobalCrops() throws IOException {
        Dino.Config config = new Dino.Config(24, 0.1f, 0.04f, 0.04f, 0, 0.9f, 0);
        Dino task = new Dino(Vision.encoder(Pooling.MEAN), Vision.head(), config, MOMENTUM);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(1), manager);
                Loader<Image> loader = new Loader<>(samples(), views(), batch(), 0, 1);
                Loader.Filled<Image> filled = loader.take()) {
            NDList crops = filled.toArrays(manager);
            assertThat(crops).hasSize(4);
            NDArray mean;
            try (Autograd off = Autograd.off()) {
                Pass pass = new Pass(manager, true, 0, 1);
                NDList outputs = new NDList();
                for (NDArray crop : crops.subNDList(0, 2)) {
                    outputs.add(pass.forward(task.networks().get("teacher"), crop));
                }
                mean = NDArrays.concat(outputs).mean(new int[] {0}).mul(0.1);
            }
            pretrainer.run();
            NDArray center = StateDict.parameters(task.networks()).get("center.value").getArray();
            assertThat(center.sub(mean).abs().max().getFloat()).isCloseTo(0, within(1e-6f));
            assertThat(mean.abs().max().getFloat()).isBetween(1e-6f, 1e6f);
        }
    }

    @Test
    void aConvNetSeesCropsOfBothSizesAndPrototypesAreWatched() throws IOException {
        PretextTask task = new Dino(ConvNet.of(8, 16), Vision.head(), CONFIG, MOMENTUM);
        List<StepReport> reports = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(1), manager)) {
            pretrainer.listen(reports::add).run();
        }
        assertThat(reports.get(0).parts().get("prototype_entropy")).isBetween(0f, 1.2f);
        assertThat(reports.get(0).parts()).containsKey("embedding_std");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new Dino.Config(1, 0.1f, 0.04f, 0.07f, 10, 0.5f, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 prototypes");
        assertThatThrownBy(() -> new Dino(ConvNet.of(8), new Sequence(), CONFIG, MOMENTUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends in a layer of prototypes");
    }
}
