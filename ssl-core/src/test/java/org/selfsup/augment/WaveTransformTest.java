package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.data.Waveform;

class WaveTransformTest {

    private final SplittableRandom random = new SplittableRandom(5);

    static Stream<WaveTransform> transforms() {
        return Stream.of(
                new RandomGain(-12, 6, 1),
                new RandomPolarity(0.5),
                new AdditiveNoise(0, 20, 1),
                new TimeShift(100, 1),
                new Reverb(50, 900, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void sameSeedGivesTheSameBits(WaveTransform transform) {
        float[] one = noise(500);
        float[] other = one.clone();
        transform.apply(one, new SplittableRandom(9));
        transform.apply(other, new SplittableRandom(9));
        assertThat(one).containsExactly(other);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void silenceStaysSilent(WaveTransform transform) {
        float[] silence = new float[500];
        transform.apply(silence, random);
        for (float sample : silence) {
            assertThat(Math.abs(sample)).isCloseTo(0, within(1e-12f));
        }
    }

    /** A line stays a line on both sides of the point that moves. */
    @Test
    void warpingTimeMovesOnePointAndKeepsTheEnds() {
        float[] values = new float[42];
        for (int f = 0; f < 21; f++) {
            values[f] = f;
            values[21 + f] = 2 * f;
        }
        TimeWarp.warp(values, 21, 8, 10);
        assertThat(values[0]).isEqualTo(0);
        assertThat(values[5]).isCloseTo(4, within(1e-5f));
        assertThat(values[10]).isEqualTo(8);
        assertThat(values[15]).isCloseTo(14, within(1e-5f));
        assertThat(values[20]).isEqualTo(20);
        assertThat(values[31]).isEqualTo(16);
        TimeWarp.warp(values, 21, 10, 8);
        for (int f = 0; f < 21; f++) {
            assertThat(values[f]).isCloseTo(f, within(0.3f));
        }
        for (int frames : new int[] {1, 10, 11, 40}) {
            float[] row = new float[frames];
            for (int f = 0; f < frames; f++) {
                row[f] = f;
            }
            for (int i = 0; i < 50; i++) {
                float[] warped = row.clone();
                new TimeWarp(5).apply(warped, frames, random);
                if (frames <= 10) {
                    assertThat(warped).containsExactly(row);
                }
                for (int f = 1; f < frames; f++) {
                    assertThat(warped[f]).isBetween(warped[f - 1], frames - 1f);
                }
            }
        }
        assertThatThrownBy(() -> new TimeWarp(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 frame, got 0");
    }

    @Test
    void probabilityZeroChangesNothing() {
        float[] samples = noise(100);
        float[] before = samples.clone();
        new RandomGain(6, 6, 0).apply(samples, random);
        new RandomPolarity(0).apply(samples, random);
        new AdditiveNoise(0, 0, 0).apply(samples, random);
        new TimeShift(50, 0).apply(samples, random);
        new Reverb(50, 50, 1, 0).apply(samples, random);
        assertThat(samples).containsExactly(before);
    }

    @Test
    void gainIsInDecibels() {
        float[] samples = {0.1f, -0.2f};
        new RandomGain(20, 20, 1).apply(samples, random);
        assertThat(samples).containsExactly(1, -2);
    }

    @Test
    void polarityTurnsTheSign() {
        float[] samples = {0.1f, -0.2f};
        new RandomPolarity(1).apply(samples, random);
        assertThat(samples).containsExactly(-0.1f, 0.2f);
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "-6"})
    void noiseHasTheRatioAskedFor(double decibels) {
        float[] samples = noise(50_000);
        float[] before = samples.clone();
        new AdditiveNoise(decibels, decibels, 1).apply(samples, random);
        float[] added = new float[samples.length];
        for (int i = 0; i < added.length; i++) {
            added[i] = samples[i] - before[i];
        }
        assertThat(10 * Math.log10(energy(before) / energy(added)))
                .isCloseTo(decibels, within(0.2));
    }

    @Test
    void shiftsLeaveZerosBehind() {
        float[] later = {1, 2, 3, 4};
        TimeShift.shift(later, 1);
        assertThat(later).containsExactly(0, 1, 2, 3);
        float[] earlier = {1, 2, 3, 4};
        TimeShift.shift(earlier, -3);
        assertThat(earlier).containsExactly(4, 0, 0, 0);
        float[] away = {1, 2, 3, 4};
        TimeShift.shift(away, 9);
        assertThat(away).containsOnly(0);
    }

    @Test
    void shiftsReachBothEnds() {
        boolean[] seen = new boolean[5];
        for (int i = 0; i < 200; i++) {
            float[] samples = {0, 0, 1, 0, 0};
            new TimeShift(2, 1).apply(samples, random);
            for (int t = 0; t < 5; t++) {
                seen[t] |= samples[t] == 1;
            }
        }
        assertThat(seen).containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "64, 64", "100, 300", "257, 40"})
    void convolutionAgreesWithTheSum(int length, int taps) {
        float[] samples = noise(length);
        float[] response = noise(taps);
        float[] expected = new float[length];
        for (int t = 0; t < length; t++) {
            double sum = 0;
            for (int i = 0; i < taps && i <= t; i++) {
                sum += (double) response[i] * samples[t - i];
            }
            expected[t] = (float) sum;
        }
        Reverb.convolve(samples, response);
        for (int t = 0; t < length; t++) {
            assertThat(samples[t]).isCloseTo(expected[t], within(1e-5f));
        }
    }

    @Test
    void aRoomHasEnergyOneAndDiesAwayBySixtyDecibels() {
        float[] response = new Reverb(4_000, 4_000, 2, 1).impulseResponse(random);
        assertThat(response).hasSize(4_001);
        assertThat(energy(response)).isCloseTo(1, within(1e-5));
        double early = energy(Arrays.copyOfRange(response, 1, 401));
        double late = energy(Arrays.copyOfRange(response, 3_601, 4_001));
        assertThat(10 * Math.log10(early / late)).isCloseTo(54, within(2.0));
    }

    @Test
    void segmentsLieWithinTheRecordingOrAroundIt() {
        Waveform ramp = new Waveform(new float[] {1, 2, 3, 4, 5}, 8_000);
        assertThat(new CenterSegment(3).apply(ramp, random)).containsExactly(2, 3, 4);
        assertThat(new CenterSegment(8).apply(ramp, random))
                .containsExactly(0, 1, 2, 3, 4, 5, 0, 0);
        boolean[] starts = new boolean[3];
        boolean[] places = new boolean[4];
        for (int i = 0; i < 200; i++) {
            float[] inside = new RandomSegment(3).apply(ramp, random);
            assertThat(inside[2] - inside[0]).isEqualTo(2);
            starts[(int) inside[0] - 1] = true;
            float[] around = new RandomSegment(8).apply(ramp, random);
            int first = 0;
            while (around[first] == 0) {
                first++;
            }
            assertThat(Arrays.copyOfRange(around, first, first + 5))
                    .containsExactly(ramp.samples());
            places[first] = true;
        }
        assertThat(starts).containsOnly(true);
        assertThat(places).containsOnly(true);
    }

    @Test
    void masksCoverWholeBandsAndFramesWithTheMean() {
        int bands = 20;
        int frames = 30;
        boolean everything = false;
        for (int i = 0; i < 200; i++) {
            float[] values = noise(bands * frames);
            float[] before = values.clone();
            new SpecAugment(1, 5, 1, 40).apply(values, frames, random);
            int[] maskedInBand = new int[bands];
            int[] maskedInFrame = new int[frames];
            double mean = 0;
            for (float value : before) {
                mean += value / before.length;
            }
            for (int at = 0; at < values.length; at++) {
                if (values[at] != before[at]) {
                    assertThat((double) values[at]).isCloseTo(mean, within(1e-6));
                    maskedInBand[at / frames]++;
                    maskedInFrame[at % frames]++;
                }
            }
            long fullBands = Arrays.stream(maskedInBand).filter(m -> m == frames).count();
            long fullFrames = Arrays.stream(maskedInFrame).filter(m -> m == bands).count();
            long masked = Arrays.stream(maskedInBand).sum();
            assertThat(masked)
                    .isEqualTo(fullBands * frames + fullFrames * bands - fullBands * fullFrames);
            everything |= fullFrames == frames;
            assertThat(everything || fullBands <= 5).isTrue();
        }
        assertThat(everything).isTrue(); // a mask as long as the sound is allowed
    }

    @Test
    void badRangesAreRefused() {
        assertThatThrownBy(() -> new RandomGain(3, -3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 3.0 to -3.0");
        assertThatThrownBy(() -> new AdditiveNoise(0, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0.0 to NaN");
        assertThatThrownBy(() -> new TimeShift(-1, 1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new TimeShift(1, 1.1)).hasMessageContaining("got 1.1");
        assertThatThrownBy(() -> new Reverb(9, 5, 1, 1)).hasMessageContaining("got 9 to 5");
        assertThatThrownBy(() -> new Reverb(5, 9, -1, 1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> new SpecAugment(1, -1, 0, 0))
                .hasMessageContaining("got 1 of -1 bands and 0 of 0 frames");
        assertThatThrownBy(() -> new RandomSegment(0)).hasMessageContaining("got 0");
    }

    private float[] noise(int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) Ranges.noise(random);
        }
        return samples;
    }

    private static double energy(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return sum;
    }
}
