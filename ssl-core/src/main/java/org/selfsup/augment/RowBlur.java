package org.selfsup.augment;

/**
 * Separable convolution with symmetric weights and reflected borders.
 *
 * <p>A row holds the samples of all channels, one after the other, each with its own borders. Rows
 * are convolved along x when they are first needed and kept while they are needed along y. The
 * compiler vectorises a loop only when it reads and writes all its arrays at the same index: rows
 * are therefore arrays of their own, and shifted rows copies.
 */
final class RowBlur {

    private float[][] rows = {};
    private float[] padded = {};
    private float[] sum = {};
    private final float[][] shifted = new float[4][0];

    /**
     * Convolves in place.
     *
     * @param across the central weight and those on one side of it, along x
     * @param down likewise, along y
     */
    void apply(PlanarImage image, float[] across, float[] down) {
        int height = image.height();
        int width = image.width();
        int span = width + 2 * (across.length - 1); // of one channel, with borders
        int reach = down.length - 1;
        int kept = 2 * reach + 1;
        prepare(kept, image.channels() * span);
        int ready = 0;
        for (int y = 0; y < height; y++) {
            for (; ready <= Math.min(y + reach, height - 1); ready++) {
                blurAcross(image, ready, across, rows[ready % kept]);
            }
            blurDown(y, height, kept, down, image.channels() * span);
            for (int c = 0; c < image.channels(); c++) {
                System.arraycopy(sum, c * span, image.plane(c), y * width, width);
            }
        }
    }

    private void prepare(int kept, int length) {
        rows = PlanarImage.rooms(rows, kept, length);
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = PlanarImage.room(shifted[i], length);
        }
        padded = PlanarImage.room(padded, length);
        sum = PlanarImage.room(sum, length);
    }

    private void blurAcross(PlanarImage image, int y, float[] weights, float[] row) {
        int width = image.width();
        int pad = weights.length - 1;
        int span = width + 2 * pad;
        for (int c = 0; c < image.channels(); c++) {
            int left = c * span + pad;
            int right = left + width - 1;
            System.arraycopy(image.plane(c), y * width, padded, left, width);
            for (int i = 1; i <= pad; i++) {
                padded[left - i] = padded[left + i];
                padded[right + i] = padded[right - i];
            }
        }
        int count = image.channels() * span - 2 * pad;
        System.arraycopy(padded, pad, shifted[0], 0, count);
        scale(weights[0], shifted[0], count, row);
        for (int i = 1; i <= pad; i += 2) {
            System.arraycopy(padded, pad - i, shifted[0], 0, count);
            System.arraycopy(padded, pad + i, shifted[1], 0, count);
            if (i == pad) {
                add(weights[i], shifted[0], shifted[1], count, row);
            } else {
                System.arraycopy(padded, pad - i - 1, shifted[2], 0, count);
                System.arraycopy(padded, pad + i + 1, shifted[3], 0, count);
                add(
                        weights[i],
                        shifted[0],
                        shifted[1],
                        weights[i + 1],
                        shifted[2],
                        shifted[3],
                        count,
                        row);
            }
        }
    }

    private void blurDown(int y, int height, int kept, float[] weights, int count) {
        int reach = weights.length - 1;
        scale(weights[0], rows[y % kept], count, sum);
        for (int i = 1; i <= reach; i += 2) {
            float[] above = rows[Math.abs(y - i) % kept];
            float[] below = rows[reflect(y + i, height) % kept];
            if (i == reach) {
                add(weights[i], above, below, count, sum);
            } else {
                float[] higher = rows[Math.abs(y - i - 1) % kept];
                float[] lower = rows[reflect(y + i + 1, height) % kept];
                add(weights[i], above, below, weights[i + 1], higher, lower, count, sum);
            }
        }
    }

    private static int reflect(int y, int height) {
        return height - 1 - Math.abs(height - 1 - y);
    }

    private static void scale(float weight, float[] a, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] = weight * a[i];
        }
    }

    private static void add(float weight, float[] a, float[] b, int count, float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * (a[i] + b[i]);
        }
    }

    private static void add(
            float weight,
            float[] a,
            float[] b,
            float secondWeight,
            float[] c,
            float[] d,
            int count,
            float[] sum) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * (a[i] + b[i]) + secondWeight * (c[i] + d[i]);
        }
    }
}
