package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.Dcgan;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.WganGradientPenalty;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class WganTest extends PretextTaskContract {

    @Override
    protected PretextTask task() {
        return new Wgan(
                Dcgan.generator(28, 3, 4, Dcgan.Upsampling.RESIZED),
                Dcgan.encoder(28, 4, Dcgan.Norm.NONE, 8).add("relu", Layers.leakyRelu(0.2f)),
                new Wgan.Config(4, new WganGradientPenalty(10), 3));
    }

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        Normalize range = new Normalize(Collections.nCopies(3, 0.5f), Collections.nCopies(3, 0.5f));
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(28), range)));
    }

    /** The other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("critic"));
    }

    @Test
    void theGeneratorMovesInItsTurnsOnly() throws IOException {
        Wgan task = (Wgan) task();
        List<float[]> weights = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(6), manager)) {
            pretrainer
                    .listen(
                            report ->
                                    weights.add(
                                            StateDict.parameters(task.generator())
                                                    .get("project.weight")
                                                    .getArray()
                                                    .toFloatArray()))
                    .run();
        }
        List<Boolean> moved = new ArrayList<>();
        for (int i = 1; i < 6; i++) {
            moved.add(!java.util.Arrays.equals(weights.get(i), weights.get(i - 1)));
        }
        assertThat(moved).containsExactly(false, true, false, false, true);
    }
}
