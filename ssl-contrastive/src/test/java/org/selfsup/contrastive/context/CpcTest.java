package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.RandomSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.Samples;
import org.selfsup.data.Tones;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.WaveConvNet;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class CpcTest extends PretextTaskContract<Waveform> {

    private static final int CODES = 8;

    @Override
    protected PretextTask task() {
        return task(3);
    }

    private static Cpc task(int steps) {
        return new Cpc(WaveConvNet.withContext(CODES, 12), CODES, steps);
    }

    @Override
    protected Samples<Waveform> samples() {
        return Tones.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Waveform> views() {
        return new WaveViews(new WavePipeline(new RandomSegment(1600)));
    }

    /** What is predicted from, at a step, does not change with what comes after it. */
    @Test
    void contextsSeeNoLaterStepButWhatTheirOwnWindowCovers() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Sequence encoder = WaveConvNet.withContext(CODES, 12);
            Cpc task = new Cpc(encoder, CODES, 3);
            FeatureMaps maps = new FeatureMaps(encoder, "codes", "context");
            NDArray x = manager.randomNormal(new Shape(1, 1, 1600));
            task.initialize(0, manager, x.getShape());
            NDArray other = x.duplicate();
            other.set(new NDIndex(":,:,1200:"), 0.5f);
            Pass pass = new Pass(manager, true, 0, 1);
            NDArray before = pass.forward(maps, new NDList(x)).get(2);
            NDArray after = pass.forward(maps, new NDList(other)).get(2);
            // step t sees samples up to 160 t + 312
            assertThat(after.get(":,:6").toFloatArray())
                    .containsExactly(before.get(":,:6").toFloatArray());
            assertThat(after.get(":,8:").toFloatArray())
                    .isNotEqualTo(before.get(":,8:").toFloatArray());
        }
    }

    /** A loss of log(candidates) where predictors know nothing, and it is reported step by step. */
    @Test
    void withoutPredictionsTheLossIsThatOfGuessing() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Cpc task = task(2);
            NDArray x = manager.randomNormal(new Shape(4, 1, 1600));
            task.initialize(0, manager, x.getShape());
            NDArray w = StateDict.parameters(task.networks()).get("predictors.weight").getArray();
            w.stopGradient().subi(w);
            Pass pass = new Pass(manager, true, 0, 1);
            float guess = (float) Math.log(4 * 10);
            assertThat(task.loss(pass, new NDList(x)).getFloat()).isCloseTo(guess, within(1e-4f));
            assertThat(pass.parts()).containsOnlyKeys("step_1", "step_2");
        }
    }

    @Test
    void encodersWithoutCodesAndSequencesTooShortAreRefused() {
        assertThatThrownBy(() -> new Cpc(ConvNet.of(8), 8, 2))
                .hasMessageContaining("no block \"codes\"");
        assertThatThrownBy(() -> task(0)).hasMessageContaining("at least 1 step ahead, got 0");
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Cpc task = task(3);
            NDArray x = manager.zeros(new Shape(2, 1, 480));
            task.initialize(0, manager, x.getShape());
            assertThatThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), new NDList(x)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("more than so many, got 3; predict fewer");
        }
    }
}
