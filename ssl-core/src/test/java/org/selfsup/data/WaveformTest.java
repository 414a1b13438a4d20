package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveformTest {

    @ParameterizedTest
    @CsvSource({"8000, 16000", "16000, 8000", "44100, 16000", "11025, 8000", "8000, 7999"})
    void resampledSinesAreSinesOfTheNewRate(int from, int to) {
        double frequency = 0.37 * Math.min(from, to);
        Waveform sound = sine(frequency, from, 4_000).resampled(to);
        assertThat(sound.rate()).isEqualTo(to);
        assertThat(sound.samples()).hasSize((int) Math.ceil(4_000.0 * to / from));
        float[] expected = sine(frequency, to, sound.samples().length).samples();
        int border = 200; // beyond it lie zeros
        for (int i = border; i < expected.length - border; i++) {
            assertThat(sound.samples()[i]).isCloseTo(expected[i], within(2e-3f));
        }
    }

    @Test
    void whatTheLowerRateCannotHoldIsTakenAway() {
        float[] samples = sine(5_500, 16_000, 8_000).resampled(8_000).samples();
        for (int i = 100; i < samples.length - 100; i++) {
            assertThat(samples[i]).isCloseTo(0, within(2e-3f));
        }
    }

    @Test
    void aConstantStaysItself() {
        float[] ones = new float[4_000];
        Arrays.fill(ones, 0.5f);
        float[] samples = new Waveform(ones, 22_050).resampled(16_000).samples();
        for (int i = 100; i < samples.length - 100; i++) {
            assertThat(samples[i]).isCloseTo(0.5f, within(1e-6f));
        }
    }

    @Test
    void theSameRateReturnsTheSameWaveform() {
        Waveform sound = sine(100, 8_000, 10);
        assertThat(sound.resampled(8_000)).isSameAs(sound);
        assertThat(sound.seconds()).isCloseTo(10 / 8_000.0, within(1e-12));
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> new Waveform(new float[0], 8_000))
                .hasMessage("A waveform has at least one sample, got none");
        assertThatThrownBy(() -> new Waveform(new float[] {0, Float.NaN}, 8_000))
                .hasMessage("The samples of a waveform are finite, got NaN at 1");
        assertThatThrownBy(() -> new Waveform(new float[1], 0)).hasMessageContaining("Hz, got 0");
        assertThatThrownBy(() -> new Waveform(new float[1], 8_000).resampled(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000000 Hz, got -1");
        assertThatThrownBy(() -> new Waveform(new float[3_000_000], 1_000).resampled(1_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut the recording into parts");
    }

    private static Waveform sine(double frequency, int rate, int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * frequency * i / rate);
        }
        return new Waveform(samples, rate);
    }
}
