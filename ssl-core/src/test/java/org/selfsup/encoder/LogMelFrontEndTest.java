package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.LogMel;
import org.selfsup.augment.LogMelPipeline;
import org.selfsup.augment.MelScale;
import org.selfsup.augment.WavePipeline;
import org.selfsup.data.Waveform;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.Golden;

/**
 * Figures from the formulas in float64 and torch.stft, with the filters of torchaudio's default
 * (HTK) and of librosa's (Slaney).
 */
class LogMelFrontEndTest {

    private static final Golden GOLDEN = Golden.open("image_ops", LogMelFrontEnd.class);

    @Test
    void bothConventionsAgree() {
        agrees("log_mel.htk", new LogMel(8_000, 128, 128, 40, 12, 0, 4_000, MelScale.HTK));
        agrees("log_mel.slaney", new LogMel(16_000, 256, 200, 80, 10, 50, 7_000, MelScale.SLANEY));
    }

    private static void agrees(String name, LogMel mel) {
        float[] sound = GOLDEN.floats(name + "/waveform");
        try (Forward run = new Forward(LogMelFrontEnd.of(mel), 1, 1, sound.length)) {
            NDArray y = run.eval(run.arrays.create(sound, new Shape(1, 1, sound.length)));
            assertThat(run.block.getOutputShapes(new Shape[] {new Shape(1, 1, sound.length)}))
                    .containsExactly(y.getShape());
            GOLDEN.assertClose(name + "/log_mel", y.toFloatArray());
            assertThat(StateDict.parameters(run.block)).isEmpty();
            assertThat(run.arrays.getManagedArrays()).hasSize(2); // x and y
        }
    }

    @Test
    void aBatchIsWhatTheViewsCompute() {
        LogMel mel = LogMel.speech(8_000, 40);
        LogMelPipeline view = new LogMelPipeline(new WavePipeline(new CenterSegment(2_000)), mel);
        try (Forward run = new Forward(LogMelFrontEnd.of(mel), 3, 1, 2_000)) {
            NDArray x = run.input(3, 1, 2_000).mul(0.1f);
            float[] all = run.eval(x).toFloatArray();
            for (int i = 0; i < 3; i++) {
                Waveform sound = new Waveform(x.get(i).toFloatArray(), 8_000);
                float[] one = view.apply(sound, new SplittableRandom(1));
                assertThat(one).hasSize(all.length / 3);
                for (int at = 0; at < one.length; at++) {
                    assertThat(all[i * one.length + at]).isCloseTo(one[at], within(1e-4f));
                }
            }
        }
    }

    @Test
    void gradientsReachTheWaveformAndAgreeWithDifferences() {
        LogMel mel = new LogMel(8_000, 60, 50, 30, 6, 0, 4_000, MelScale.HTK); // no power of two
        try (Forward run = new Forward(LogMelFrontEnd.of(mel), 1, 1, 200)) {
            NDArray x = run.input(1, 1, 200);
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                Autograd.backward(run.train(x).sum());
            }
            float[] gradient = x.getGradient().toFloatArray();
            for (int at : new int[] {0, 71, 199}) {
                float[] step = new float[200];
                step[at] = 0.01f;
                NDArray by = run.arrays.create(step, x.getShape());
                float up = run.eval(x.stopGradient().add(by)).sum().getFloat();
                float down = run.eval(x.stopGradient().sub(by)).sum().getFloat();
                assertThat(gradient[at]).isCloseTo((up - down) / 0.02f, within(0.05f));
            }
        }
    }

    @Test
    void whatIsNoWaveformIsRefused() {
        try (Forward run = new Forward(LogMelFrontEnd.of(LogMel.speech(8_000, 40)), 1, 1, 200)) {
            for (long[] shape : new long[][] {{2, 200}, {2, 2, 200}, {2, 1, 128}}) {
                assertThatThrownBy(() -> run.eval(run.input(shape)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("(n, 1, t) of more than 128 samples, got");
            }
        }
    }
}
