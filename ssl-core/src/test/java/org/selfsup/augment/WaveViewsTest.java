package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Tones;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;
import org.selfsup.engine.LibTorch;

class WaveViewsTest {

    private static final Samples<Waveform> TONES = Tones.generate(12, 1, 1).train();

    private final WavePipeline pipeline =
            new WavePipeline(
                    new RandomSegment(2_000),
                    new TimeShift(100, 1),
                    new Reverb(100, 800, 1, 0.5),
                    new AdditiveNoise(5, 30, 0.8),
                    new RandomGain(-10, 5, 1),
                    new RandomPolarity(0.5));
    private final WaveViews views =
            new WaveViews(
                    pipeline,
                    new LogMelPipeline(
                            pipeline, LogMel.speech(8_000, 40), new SpecAugment(1, 8, 1, 5)));

    @Test
    void aBatchDoesNotDependOnThreads() {
        Views.Batch<Waveform> one = views.batch(12);
        Views.Batch<Waveform> many = views.batch(12);
        for (int i = 11; i >= 0; i--) {
            one.put(i, tone(i), Randomness.at(5, i));
        }
        IntStream.range(0, 12).parallel().forEach(i -> many.put(i, tone(i), Randomness.at(5, i)));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList a = one.toArrays(manager);
            NDList b = many.toArrays(manager);
            assertThat(a.get(0).getShape()).isEqualTo(new Shape(12, 1, 2_000));
            assertThat(a.get(1).getShape()).isEqualTo(new Shape(12, 1, 40, 26));
            for (int v = 0; v < 2; v++) {
                assertThat(a.get(v).toFloatArray()).containsExactly(b.get(v).toFloatArray());
            }
        }
    }

    @Test
    void slotsHoldTheViewsInOrder() {
        WaveView centre = new WavePipeline(new CenterSegment(100));
        Views.Batch<Waveform> batch = new WaveViews(centre).batch(2);
        batch.put(1, tone(1), new SplittableRandom(1));
        batch.put(0, tone(0), new SplittableRandom(2));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            float[] values = batch.toArrays(manager).singletonOrThrow().toFloatArray();
            for (int i = 0; i < 2; i++) {
                assertThat(Arrays.copyOfRange(values, 100 * i, 100 * (i + 1)))
                        .containsExactly(centre.apply(tone(i), new SplittableRandom(3)));
            }
        }
    }

    @Test
    void nothingStaysBehindInTheEngine() {
        Views.Batch<Waveform> batch = views.batch(1);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            for (int i = 0; i < 3; i++) {
                batch.put(0, tone(i), new SplittableRandom(i));
                try (NDManager step = manager.newSubManager()) {
                    batch.toArrays(step);
                    assertThat(step.getManagedArrays()).hasSize(2);
                }
                assertThat(manager.getManagedArrays()).isEmpty();
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        SplittableRandom random = new SplittableRandom(1);
        Waveform fast = new Waveform(new float[4_000], 16_000);
        assertThatThrownBy(() -> views.batch(1).put(0, fast, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sound at 8000 Hz, got 16000 Hz; resample");
        assertThatThrownBy(() -> views.batch(1).put(1, tone(0), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slots 0 to 0, got 1");
        assertThatThrownBy(() -> views.batch(0)).hasMessageContaining("at least one slot, got 0");
        assertThatThrownBy(() -> views.batch(300_000)).hasMessageContaining("2 GiB");
        assertThatThrownBy(() -> new WaveViews()).hasMessageContaining("at least one view");
        WavePipeline brief = new WavePipeline(new CenterSegment(100));
        assertThatThrownBy(() -> new LogMelPipeline(brief, LogMel.speech(8_000, 40)))
                .hasMessageContaining("longer than half a transform, 128 samples, got 100");
    }

    private static Waveform tone(int index) {
        try {
            return TONES.get(index);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
