package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TonesTest {

    @Test
    void sameSeedGivesTheSameBitsOnEveryMachine() throws IOException {
        DataSet<Waveform> set = Tones.generate(100, 50, 7);
        assertThat(set.fingerprint()).isEqualTo(Tones.generate(100, 50, 7).fingerprint());
        assertThat(set.fingerprint()).isNotEqualTo(Tones.generate(100, 50, 8).fingerprint());
        assertThat(set.fingerprint()).isEqualTo("3a1596cd1c470c60"); // the bits of version 0.1
        assertThat(set.train().get(3).samples()).containsExactly(set.train().get(3).samples());
        assertThat(set.train().get(3).samples()).isNotEqualTo(set.test().get(3).samples());
    }

    @Test
    void classesAreEquallyFrequentAndNamed() {
        Labels labels = Tones.generate(100, 10, 1).train().labels().orElseThrow();
        assertThat(labels.names()).hasSize(10).startsWith("hollow rise").endsWith("full zigzag");
        int[] count = new int[10];
        for (int label : labels.of()) {
            count[label]++;
        }
        assertThat(count).containsOnly(10);
    }

    @Test
    void soundsAreAudibleAndWithinRange() throws IOException {
        Samples<Waveform> sounds = Tones.generate(300, 1, 5).train();
        for (int i = 0; i < sounds.size(); i++) {
            Waveform sound = sounds.get(i);
            assertThat(sound.rate()).isEqualTo(8_000);
            assertThat(sound.samples()).hasSize(4_096);
            assertThat(rms(sound)).isBetween(0.005, 0.5);
        }
    }

    @Test
    void loudnessSaysNothingOfTheClass() throws IOException {
        Samples<Waveform> sounds = Tones.generate(4_000, 1, 3).train();
        double[] mean = new double[10];
        for (int i = 0; i < sounds.size(); i++) {
            mean[i % 10] += Math.log10(rms(sounds.get(i))) / 400;
        }
        for (double classMean : mean) {
            // A sound deviates by about 0.3, the mean of 400 by 0.015.
            assertThat(classMean).isCloseTo(mean[0], within(0.08));
        }
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Tones.generate(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tones makes 1 to 10,000,000 sounds, got 0");
    }

    private static double rms(Waveform sound) {
        double sum = 0;
        for (float sample : sound.samples()) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / sound.samples().length);
    }
}
