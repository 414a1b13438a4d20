package org.selfsup.augment;

import org.selfsup.data.Image;

/**
 * Antialiased bilinear resizing with half-pixel centres: a triangle filter, stretched by the scale
 * when shrinking, renormalised at the borders.
 *
 * <p>Columns of the result are combined row by row from the source's interleaved rows, which the
 * compiler vectorises; each such row is then reduced to its width.
 */
final class Resampler {

    private final Taps rows = new Taps();
    private final Taps columns = new Taps();

    /**
     * Resizes a window of a picture, {@code (height, width)} to {@code (targetHeight,
     * targetWidth)}.
     */
    void resize(
            Image source,
            int top,
            int left,
            int height,
            int width,
            int targetHeight,
            int targetWidth,
            PlanarImage target) {
        float[] window = target.scratch(0, height * width * source.channels());
        PlanarImage.unpack(source, top, left, height, width, window);
        resize(window, height, width, source.channels(), targetHeight, targetWidth, target);
    }

    /** Resizes interleaved samples {@code (height, width, channels)}. */
    void resize(
            float[] window,
            int height,
            int width,
            int channels,
            int targetHeight,
            int targetWidth,
            PlanarImage target) {
        rows.set(height, targetHeight, 0, targetHeight);
        columns.set(width, targetWidth, 0, targetWidth);
        resample(window, width, channels, target);
    }

    /**
     * The central {@code (size, size)} of a picture resized to {@code (targetHeight, targetWidth)}.
     */
    void resizeAndCrop(
            Image source,
            int targetHeight,
            int targetWidth,
            int cropTop,
            int cropLeft,
            int size,
            PlanarImage target) {
        rows.set(source.height(), targetHeight, cropTop, size);
        columns.set(source.width(), targetWidth, cropLeft, size);
        int channels = source.channels();
        float[] window = target.scratch(0, source.height() * source.width() * channels);
        PlanarImage.unpack(source, 0, 0, source.height(), source.width(), window);
        resample(window, source.width(), channels, target);
    }

    /** The taps must be set. */
    private void resample(float[] window, int width, int channels, PlanarImage target) {
        int length = width * channels;
        float[] row = target.scratch(1, length);
        target.reshape(channels, rows.count, columns.count);
        for (int y = 0; y < rows.count; y++) {
            combineRows(window, y, length, row);
            if (channels == 3) {
                reduceColour(row, target.values(), y * columns.count, target.planeSize());
            } else {
                reduceGrey(row, target.values(), y * columns.count);
            }
        }
    }

    private void combineRows(float[] window, int y, int length, float[] row) {
        float[] weights = rows.weights;
        int taps = rows.taps;
        int w = y * taps;
        int from = rows.first[y] * length;
        if (taps == 1) {
            System.arraycopy(window, from, row, 0, length);
            return;
        }
        blend(window, from, weights[w], weights[w + 1], length, row);
        int k = 2;
        for (; k + 1 < taps; k += 2) {
            accumulate(window, from + k * length, weights[w + k], weights[w + k + 1], length, row);
        }
        if (k < taps) {
            accumulate(window, from + k * length, weights[w + k], length, row);
        }
    }

    private static void blend(float[] window, int from, float a, float b, int length, float[] row) {
        int next = from + length;
        for (int i = 0; i < length; i++) {
            row[i] = a * window[from + i] + b * window[next + i];
        }
    }

    private static void accumulate(
            float[] window, int from, float a, float b, int length, float[] row) {
        int next = from + length;
        for (int i = 0; i < length; i++) {
            row[i] += a * window[from + i] + b * window[next + i];
        }
    }

    private static void accumulate(float[] window, int from, float a, int length, float[] row) {
        for (int i = 0; i < length; i++) {
            row[i] += a * window[from + i];
        }
    }

    private void reduceColour(float[] row, float[] values, int to, int plane) {
        float[] weights = columns.weights;
        int[] first = columns.first;
        int taps = columns.taps;
        int count = columns.count;
        for (int x = 0; x < count; x++) {
            int at = 3 * first[x];
            int w = x * taps;
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int k = 0; k < taps; k++) {
                float weight = weights[w + k];
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
                at += 3;
            }
            values[to + x] = red;
            values[to + x + plane] = green;
            values[to + x + 2 * plane] = blue;
        }
    }

    private void reduceGrey(float[] row, float[] values, int to) {
        int taps = columns.taps;
        for (int x = 0; x < columns.count; x++) {
            float sum = 0;
            for (int k = 0; k < taps; k++) {
                sum += columns.weights[x * taps + k] * row[columns.first[x] + k];
            }
            values[to + x] = sum;
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
        void set(int source, int target, int offset, int count) {
            double scale = (double) source / target;
            double support = Math.max(scale, 1);
            this.count = count;
            taps = Math.min(source, source == target ? 1 : (int) Math.ceil(2 * support));
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
                    row[k] = Math.max(0, 1 - Math.abs((begin + k + 0.5 - centre) / support));
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
