package org.selfsup.augment;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.selfsup.data.Image;

/**
 * A picture under transformation: float samples in 0 to 1, {@code (c, h, w)}, plane by plane.
 *
 * <p>One instance serves one thread for any number of pictures: it keeps its arrays, so that
 * nothing is allocated per picture once the largest has been seen.
 */
public final class PlanarImage {

    private static final float[] UNIT = new float[256]; // b / 255

    static {
        for (int b = 0; b < 256; b++) {
            UNIT[b] = b / 255f;
        }
    }

    private int channels;
    private int height;
    private int width;
    private float[] values = {};
    private final float[][] scratch = new float[2][0];
    final Resampler resampler = new Resampler();

    /** An image without a sample; {@link #reshape} or a {@link Crop} gives it a size. */
    public PlanarImage() {}

    /** c, 1 or 3. */
    public int channels() {
        return channels;
    }

    /** h, rows. */
    public int height() {
        return height;
    }

    /** w, columns. */
    public int width() {
        return width;
    }

    /** h w, samples in one plane. */
    public int planeSize() {
        return height * width;
    }

    /** c h w, samples in all. */
    public int size() {
        return channels * height * width;
    }

    /**
     * The samples themselves, to read and to write: the first {@link #size()} entries, {@code (c,
     * h, w)}. The array may be longer, and {@link #reshape} may replace it.
     */
    public float[] values() {
        return values;
    }

    /** A copy of the samples, {@code (c, h, w)}. */
    public float[] toArray() {
        return Arrays.copyOf(values, size());
    }

    /** Sets the size; the samples are undefined until written. */
    public void reshape(int channels, int height, int width) {
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "An image has at least one row and column and 1 or 3 channels, got "
                            + channels
                            + " x "
                            + height
                            + " x "
                            + width);
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        int size = Math.multiplyExact(channels, Math.multiplyExact(height, width));
        if (values.length < size) {
            values = new float[size];
        }
    }

    /** Takes the samples {@code (c, h, w)} of a float picture, 0 to 1. */
    public void set(float[] samples, int channels, int height, int width) {
        reshape(channels, height, width);
        if (samples.length != size()) {
            throw new IllegalArgumentException(
                    "An image of "
                            + channels
                            + " x "
                            + height
                            + " x "
                            + width
                            + " has "
                            + size()
                            + " samples, got "
                            + samples.length);
        }
        System.arraycopy(samples, 0, values, 0, samples.length);
    }

    /** Writes the samples {@code (h, w, c)} from a place on. Threads may write to other places. */
    void interleave(FloatBuffer target, int index) {
        int length = width * channels;
        float[] row = scratch(0, length);
        int plane = planeSize();
        for (int y = 0; y < height; y++) {
            if (channels == 3) {
                zip(values, y * width, plane, width, row);
                target.put(index + y * length, row, 0, length);
            } else {
                target.put(index + y * length, values, y * width, width);
            }
        }
    }

    private static void zip(float[] values, int from, int plane, int count, float[] row) {
        for (int x = 0; x < count; x++) {
            row[3 * x] = values[from + x];
            row[3 * x + 1] = values[from + x + plane];
            row[3 * x + 2] = values[from + x + 2 * plane];
        }
    }

    /** Room of at least {@code length}, of two arrays that any operation may use. */
    float[] scratch(int which, int length) {
        if (scratch[which].length < length) {
            scratch[which] = new float[length];
        }
        return scratch[which];
    }

    /** Rows {@code top ...} and columns {@code left ...} of a picture as floats, interleaved. */
    static void unpack(
            Image source, int top, int left, int height, int width, float[] interleaved) {
        byte[] pixels = source.pixels();
        int channels = source.channels();
        int stride = source.width() * channels;
        int length = width * channels;
        for (int y = 0; y < height; y++) {
            int from = source.offset() + (top + y) * stride + left * channels;
            int to = y * length;
            for (int i = 0; i < length; i++) {
                interleaved[to + i] = UNIT[pixels[from + i] & 0xff];
            }
        }
    }
}
