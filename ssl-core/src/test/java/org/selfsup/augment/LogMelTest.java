package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.testing.Golden;

/**
 * Figures from the formulas in float64 and torch.stft, with the filters of torchaudio's default
 * (HTK) and of librosa's (Slaney).
 */
class LogMelTest {

    private static final Golden GOLDEN = Golden.open("image_ops", LogMel.class);

    /** The parameters of the golden cases. */
    private static LogMel golden(MelScale scale) {
        return scale == MelScale.HTK
                ? new LogMel(8_000, 128, 128, 40, 12, 0, 4_000, scale)
                : new LogMel(16_000, 256, 200, 80, 10, 50, 7_000, scale);
    }

    @ParameterizedTest
    @EnumSource(MelScale.class)
    void filtersAgree(MelScale scale) {
        GOLDEN.assertClose(name(scale) + "/filters", golden(scale).filters());
    }

    @ParameterizedTest
    @EnumSource(MelScale.class)
    void pointsAgreeAndAreTurnedBack(MelScale scale) {
        LogMel mel = golden(scale);
        double lowest = scale.mel(mel.minHertz());
        float[] points = new float[mel.mels() + 2];
        for (int i = 0; i < points.length; i++) {
            double at = lowest + i * (scale.mel(mel.maxHertz()) - lowest) / (mel.mels() + 1);
            points[i] = (float) scale.hertz(at);
            assertThat(scale.mel(scale.hertz(at))).isCloseTo(at, within(1e-8));
        }
        GOLDEN.assertClose(name(scale) + "/filter_points_hz", points);
    }

    @ParameterizedTest
    @EnumSource(MelScale.class)
    void spectraAgree(MelScale scale) {
        float[] sound = GOLDEN.floats(name(scale) + "/waveform");
        LogMel mel = golden(scale);
        Spectrogram spectrogram = new Spectrogram(mel);
        int frames = mel.frames(sound.length);
        float[] power = new float[mel.bins() * frames];
        double[] real = new double[mel.fft()];
        double[] imaginary = new double[mel.fft()];
        for (int f = 0; f < frames; f += 2) {
            spectrogram.power(sound, f, real, imaginary);
            for (int k = 0; k < mel.bins(); k++) {
                power[k * frames + f] = (float) real[k];
                if (f + 1 < frames) {
                    power[k * frames + f + 1] = (float) imaginary[k];
                }
            }
        }
        GOLDEN.assertClose(name(scale) + "/power", power);
        GOLDEN.assertClose(name(scale) + "/mel", spectrogram.mels(sound));
        GOLDEN.assertClose(name(scale) + "/log_mel", spectrogram.logMel(sound));
    }

    @Test
    void speechHasWindowsOfTwentyFiveMilliseconds() {
        assertThat(LogMel.speech(16_000, 80))
                .isEqualTo(new LogMel(16_000, 512, 400, 160, 80, 0, 8_000, MelScale.HTK));
        assertThat(LogMel.speech(8_000, 40))
                .isEqualTo(new LogMel(8_000, 256, 200, 80, 40, 0, 4_000, MelScale.HTK));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new LogMel(8_000, 128, 200, 40, 12, 0, 4_000, MelScale.HTK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 200 of 128");
        assertThatThrownBy(() -> new LogMel(8_000, 128, 128, 40, 12, 0, 4_001, MelScale.HTK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half the sample rate, 4000.0 Hz, got 0.0 to 4001.0");
        assertThatThrownBy(() -> LogMel.speech(8_000, 120))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take fewer bands or a longer one, got none in band");
        LogMel mel = LogMel.speech(8_000, 40);
        assertThatThrownBy(() -> mel.frames(128)).hasMessageContaining("128 samples, got 128");
        LogMel odd = new LogMel(8_000, 200, 200, 80, 20, 0, 4_000, MelScale.HTK);
        assertThatThrownBy(() -> new Spectrogram(odd)).hasMessageContaining("power of two");
    }

    @Test
    void transformAgreesWithTheSum() {
        for (int n = 1; n <= 32; n *= 2) {
            double[] real = new double[n];
            double[] imaginary = new double[n];
            Arrays.setAll(real, i -> Math.sin(3 * i + 1));
            Arrays.setAll(imaginary, i -> Math.cos(i * i));
            double[] re = real.clone();
            double[] im = imaginary.clone();
            Fft.of(n).transform(re, im);
            for (int k = 0; k < n; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int i = 0; i < n; i++) {
                    double turn = -2 * Math.PI * i * k / n;
                    sumRe += real[i] * Math.cos(turn) - imaginary[i] * Math.sin(turn);
                    sumIm += real[i] * Math.sin(turn) + imaginary[i] * Math.cos(turn);
                }
                assertThat(re[k]).isCloseTo(sumRe, within(1e-12));
                assertThat(im[k]).isCloseTo(sumIm, within(1e-12));
            }
        }
    }

    private static String name(MelScale scale) {
        return "log_mel." + (scale == MelScale.HTK ? "htk" : "slaney");
    }
}
