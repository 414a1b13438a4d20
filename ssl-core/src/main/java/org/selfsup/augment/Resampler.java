package org.selfsup.augment;

import java.util.Arrays;
import org.selfsup.data.Image;

/**
 * Resizing with half-pixel centres by an {@link Interpolation}, renormalised at the borders.
 *
 * <p>Interleaved source rows are read when first needed, kept while they are needed, and combined
 * along y. Each combination is then reduced along x. The compiler vectorises a loop only when it
 * reads and writes all its arrays at the same index: rows are therefore arrays of their own.
 */
final class Resampler {

    private static final float[] UNIT = new float[256]; // b / 255

    static {
        for (int b = 0; b < 256; b++) {
            UNIT[b] = b / 255f;
        }
    }

    private final Taps down = new Taps();
    private final Taps across = new Taps();
    private float[][] rows = {};
    private float[] combined = {};

    /** Makes an image of {@code (height, width)} from a window of a picture. */
    void resize(
            Image source,
            int top,
            int left,
            int windowHeight,
            int windowWidth,
            int height,
            int width,
            Interpolation interpolation,
            PlanarImage target) {
        down.set(windowHeight, height, 0, height, interpolation);
        across.set(windowWidth, width, 0, width, interpolation);
        resample(source, top, left, windowWidth, target);
    }

    /**
     * Makes an image of {@code (size, size)}, part of the picture resized to {@code (height,
     * width)}, with an antialiased bilinear filter.
     */
    void resizeAndCrop(
            Image source, int height, int width, int top, int left, int size, PlanarImage target) {
        down.set(source.height(), height, top, size, Interpolation.BILINEAR);
        across.set(source.width(), width, left, size, Interpolation.BILINEAR);
        resample(source, 0, 0, source.width(), target);
    }

    private void resample(Image source, int top, int left, int width, PlanarImage target) {
        int length = width * source.channels();
        prepare(down.taps, length);
        target.reshape(source.channels(), down.count, across.count);
        int ready = 0;
        for (int y = 0; y < down.count; y++) {
            int last = down.first[y] + down.taps;
            for (ready = Math.max(ready, down.first[y]); ready < last; ready++) {
                unpack(source, top + ready, left, length, rows[ready % down.taps]);
            }
            combine(y, length);
            if (source.channels() == 3) {
                reduceColour(target, y * across.count);
            } else {
                reduceGrey(target.plane(0), y * across.count);
            }
        }
    }

    private void prepare(int kept, int length) {
        rows = PlanarImage.rooms(rows, kept, length);
        combined = PlanarImage.room(combined, length);
    }

    private static void unpack(Image source, int y, int left, int length, float[] row) {
        byte[] pixels = source.pixels();
        int from = source.offset() + (y * source.width() + left) * source.channels();
        for (int i = 0; i < length; i++) {
            row[i] = UNIT[pixels[from + i] & 0xff];
        }
    }

    private void combine(int y, int length) {
        float[] weights = down.weights;
        int taps = down.taps;
        int first = down.first[y];
        int w = y * taps;
        if (taps == 1) {
            System.arraycopy(rows[0], 0, combined, 0, length);
            return;
        }
        blend(weights[w], row(first), weights[w + 1], row(first + 1), length, combined);
        int k = 2;
        for (; k + 1 < taps; k += 2) {
            add(
                    weights[w + k],
                    row(first + k),
                    weights[w + k + 1],
                    row(first + k + 1),
                    length,
                    combined);
        }
        if (k < taps) {
            add(weights[w + k], row(first + k), length, combined);
        }
    }

    private float[] row(int y) {
        return rows[y % down.taps];
    }

    private static void blend(
            float weight, float[] a, float secondWeight, float[] b, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] = weight * a[i] + secondWeight * b[i];
        }
    }

    private static void add(
            float weight, float[] a, float secondWeight, float[] b, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * a[i] + secondWeight * b[i];
        }
    }

    private static void add(float weight, float[] a, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * a[i];
        }
    }

    private void reduceColour(PlanarImage target, int to) {
        float[] r = target.plane(0);
        float[] g = target.plane(1);
        float[] b = target.plane(2);
        int done = 0;
        if (across.taps == 2) {
            setTwoTaps(combined, across, r, g, b, to);
            done = 2;
        } else if (across.taps > 2) {
            setThreeTaps(combined, across, r, g, b, to);
            done = 3;
        } else {
            for (int c = 0; c < 3; c++) {
                Arrays.fill(target.plane(c), to, to + across.count, 0);
            }
        }
        for (int k = done; k < across.taps; k++) {
            addTap(combined, across, k, r, g, b, to);
        }
    }

    // A loop per number of taps is twice as fast as one loop with another inside.

    private static void setTwoTaps(
            float[] row, Taps across, float[] r, float[] g, float[] b, int to) {
        float[] weights = across.weights;
        int[] first = across.first;
        int count = across.count;
        for (int x = 0; x < count; x++) {
            int at = 3 * first[x];
            float u = weights[2 * x];
            float v = weights[2 * x + 1];
            r[to + x] = u * row[at] + v * row[at + 3];
            g[to + x] = u * row[at + 1] + v * row[at + 4];
            b[to + x] = u * row[at + 2] + v * row[at + 5];
        }
    }

    private static void setThreeTaps(
            float[] row, Taps across, float[] r, float[] g, float[] b, int to) {
        float[] weights = across.weights;
        int[] first = across.first;
        int taps = across.taps;
        int count = across.count;
        for (int x = 0; x < count; x++) {
            int at = 3 * first[x];
            float u = weights[taps * x];
            float v = weights[taps * x + 1];
            float w = weights[taps * x + 2];
            r[to + x] = u * row[at] + v * row[at + 3] + w * row[at + 6];
            g[to + x] = u * row[at + 1] + v * row[at + 4] + w * row[at + 7];
            b[to + x] = u * row[at + 2] + v * row[at + 5] + w * row[at + 8];
        }
    }

    private static void addTap(
            float[] row, Taps across, int tap, float[] r, float[] g, float[] b, int to) {
        float[] weights = across.weights;
        int[] first = across.first;
        int taps = across.taps;
        int count = across.count;
        for (int x = 0; x < count; x++) {
            int at = 3 * (first[x] + tap);
            float w = weights[taps * x + tap];
            r[to + x] += w * row[at];
            g[to + x] += w * row[at + 1];
            b[to + x] += w * row[at + 2];
        }
    }

    private void reduceGrey(float[] plane, int to) {
        int taps = across.taps;
        for (int x = 0; x < across.count; x++) {
            float sum = 0;
            for (int k = 0; k < taps; k++) {
                sum += across.weights[x * taps + k] * combined[across.first[x] + k];
            }
            plane[to + x] = sum;
        }
    }

    /** Which source samples make a target sample, along one axis. */
    private static final class Taps {

        /** Target samples. */
        int count;

        /** Source samples per target sample; weights may be 0. */
        int taps;

        /** First source sample per target sample. */
        int[] first = {};

        /** {@code (count, taps)}, each row sums to 1. */
        float[] weights = {};

        private double[] row = {};

        /** Samples {@code offset} to {@code offset + count - 1} of {@code source -> target}. */
        void set(int source, int target, int offset, int count, Interpolation interpolation) {
            double scale = (double) source / target;
            double stretch = interpolation.stretch(scale);
            // As many samples as before: each is its own, whatever the filter.
            double support = source == target ? 0.5 : interpolation.radius() * stretch;
            this.count = count;
            taps = Math.min(source, (int) Math.ceil(2 * support));
            if (first.length < count) {
                first = new int[count];
            }
            if (weights.length < count * taps) {
                weights = new float[count * taps];
            }
            if (row.length < taps) {
                row = new double[taps];
            }
            for (int i = 0; i < count; i++) {
                double centre = scale * (offset + i + 0.5);
                int begin = Math.max((int) (centre - support + 0.5), 0);
                // The last window is moved back into the source; its first weights are then 0.
                begin = Math.min(begin, source - taps);
                double sum = 0;
                for (int k = 0; k < taps; k++) {
                    row[k] = interpolation.weight((begin + k + 0.5 - centre) / stretch);
                    sum += row[k];
                }
                first[i] = begin;
                for (int k = 0; k < taps; k++) {
                    weights[i * taps + k] = (float) (row[k] / sum);
                }
            }
        }
    }
}
