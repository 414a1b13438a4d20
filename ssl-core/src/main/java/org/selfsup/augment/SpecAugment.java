package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Masks bands of frequency and stretches of time in a log-mel spectrogram.
 *
 * <p>The width of every mask is uniform from 0 to the largest, its place uniform among those where
 * it fits; masks may overlap. A masked value becomes the mean of the spectrogram. The paper's time
 * warping, which it found to matter least, comes before and is {@link TimeWarp}.
 *
 * <p>Park et al. 2019, <a href="https://arxiv.org/abs/1904.08779">SpecAugment</a>, section 2.
 *
 * @param bandMasks how many masks of frequency, at least 0
 * @param mostBands F, the largest width of one, at least 0
 * @param frameMasks how many masks of time, at least 0
 * @param mostFrames T, the largest width of one, at least 0
 */
public record SpecAugment(int bandMasks, int mostBands, int frameMasks, int mostFrames)
        implements SpectrogramTransform {

    /** The paper's policy LD, for 80 bands and some seconds at 100 frames a second. */
    public static final SpecAugment LIBRISPEECH_DOUBLE = new SpecAugment(2, 27, 2, 100);

    /** Checks the ranges. */
    public SpecAugment {
        Ranges.require(
                Math.min(Math.min(bandMasks, mostBands), Math.min(frameMasks, mostFrames)) >= 0,
                "Numbers and widths of masks are at least 0",
                "%d of %d bands and %d of %d frames"
                        .formatted(bandMasks, mostBands, frameMasks, mostFrames));
    }

    @Override
    public void apply(float[] values, int frames, RandomGenerator random) {
        int bands = values.length / frames;
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float mean = (float) (sum / values.length);
        for (int i = 0; i < bandMasks; i++) {
            int width = random.nextInt(Math.min(mostBands, bands) + 1);
            int first = random.nextInt(bands - width + 1);
            Arrays.fill(values, first * frames, (first + width) * frames, mean);
        }
        for (int i = 0; i < frameMasks; i++) {
            int width = random.nextInt(Math.min(mostFrames, frames) + 1);
            int first = random.nextInt(frames - width + 1);
            for (int row = 0; row < values.length; row += frames) {
                Arrays.fill(values, row + first, row + first + width, mean);
            }
        }
    }
}
