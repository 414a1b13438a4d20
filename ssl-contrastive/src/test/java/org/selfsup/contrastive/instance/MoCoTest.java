package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.TrainingPlan;

class MoCoTest extends ImageTaskContract {

    private static final MoCo.Config CONFIG = new MoCo.Config(8, 24, 0.2f, 0.99, 2);

    @Override
    protected PretextTask task() {
        return new MoCo(ConvNet.of(8, 16), Layers.linear(8, true), CONFIG);
    }

    @Override
    protected int settled() {
        return 10;
    }

    /** Ten steps of lightly's queue and momentum and solo-learn's loss with torch's SGD. */
    @Test
    void tenStepsOfTheReferenceAreReproduced() throws IOException {
        new GoldenTrace(MoCo.class, "moco")
                .assertReproduced(
                        new MoCo(
                                ConvNet.of(8),
                                Layers.linear(16, true),
                                new MoCo.Config(16, 32, 0.2f, 0.99, 1)));
    }

    @Test
    void groupsHaveStatisticsOfTheirOwnAndKeysComeBackInOrder() throws IOException {
        List<Float> losses = new ArrayList<>();
        for (int groups : new int[] {1, 2, 4}) {
            Block encoder = Layers.globalAveragePool(); // no statistics: groups change nothing
            MoCo task =
                    new MoCo(
                            encoder,
                            Layers.linear(8, true),
                            new MoCo.Config(8, 16, 0.2f, 0.99, groups));
            TrainingPlan plan = plan(2);
            try (NDManager manager = LibTorch.newManager(Device.cpu());
                    Pretrainer<Image> pretrainer =
                            new Pretrainer<>(task, samples(), views(), plan, manager)) {
                pretrainer.listen(report -> losses.add((float) report.loss())).run();
            }
        }
        assertThat(losses.get(2)).isCloseTo(losses.get(0), within(1e-5f));
        assertThat(losses.get(3)).isCloseTo(losses.get(1), within(1e-5f));
        assertThat(losses.get(5)).isCloseTo(losses.get(1), within(1e-5f));
    }
}
