package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Moves a point of time in a log-mel spectrogram: what is before it is stretched and what is after
 * it squeezed, or the other way round. To be applied before {@link SpecAugment}.
 *
 * <p>The point is uniform among the frames at least {@code W} from both ends, its shift uniform in
 * [-W, W]; a spectrogram of 2 W frames or fewer stays as it is. Frames are interpolated linearly,
 * where the paper warps by a thin plate spline fixed at the borders: along one axis, with one point
 * to move, both keep the ends and move the point alike.
 *
 * <p>Park et al. 2019, <a href="https://arxiv.org/abs/1904.08779">SpecAugment</a>, section 2.
 *
 * @param mostFrames W, the largest shift, at least 1 (the paper's policies: 80, 40)
 */
public record TimeWarp(int mostFrames) implements SpectrogramTransform {

    /** Checks the shift. */
    public TimeWarp {
        Ranges.require(mostFrames >= 1, "The largest shift is at least 1 frame", mostFrames);
    }

    @Override
    public void apply(float[] values, int frames, RandomGenerator random) {
        if (frames <= 2 * mostFrames) {
            return;
        }
        int point = random.nextInt(mostFrames, frames - mostFrames);
        int shift = random.nextInt(-mostFrames, mostFrames + 1);
        warp(values, frames, point, point + shift);
    }

    /** Moves a frame to a place, both from 0 to the last. */
    static void warp(float[] values, int frames, int point, int place) {
        float[] before = new float[frames];
        for (int row = 0; row < values.length; row += frames) {
            System.arraycopy(values, row, before, 0, frames);
            for (int f = 0; f < frames; f++) {
                values[row + f] = at(before, source(f, frames - 1, point, place));
            }
        }
    }

    /** Which time comes to a frame. */
    private static double source(int frame, int last, int point, int place) {
        if (frame <= place) {
            return place == 0 ? point : (double) frame * point / place;
        }
        return last - (double) (last - frame) * (last - point) / (last - place);
    }

    private static float at(float[] row, double time) {
        int left = (int) time;
        int right = Math.min(left + 1, row.length - 1);
        double share = time - left;
        return (float) ((1 - share) * row[left] + share * row[right]);
    }
}
