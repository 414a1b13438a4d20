package org.selfsup.augment;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A picture under transformation: float samples in 0 to 1, {@code (c, h, w)}, plane by plane.
 *
 * <p>One instance serves one thread for any number of pictures: it keeps its arrays, so that
 * nothing is allocated per picture once the largest has been seen.
 */
public final class PlanarImage {

    private int channels;
    private int height;
    private int width;
    private final float[][] planes = new float[3][0];
    private final float[][] scratch = new float[4][0];
    final Resampler resampler = new Resampler();
    final RowBlur blur = new RowBlur();

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
     * The samples of one channel, to read and to write: the first {@link #planeSize()} entries,
     * {@code (h, w)}. The array may be longer, and {@link #reshape} may replace it.
     */
    public float[] plane(int channel) {
        return planes[channel];
    }

    /** A copy of the samples, {@code (c, h, w)}. */
    public float[] toArray() {
        float[] samples = new float[size()];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(planes[c], 0, samples, c * planeSize(), planeSize());
        }
        return samples;
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
        int size = Math.multiplyExact(height, width);
        for (int c = 0; c < channels; c++) {
            planes[c] = room(planes[c], size);
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
        for (int c = 0; c < channels; c++) {
            System.arraycopy(samples, c * planeSize(), planes[c], 0, planeSize());
        }
    }

    /** Writes the samples {@code (h, w, c)} from a place on. Threads may write to other places. */
    void interleave(FloatBuffer target, int index) {
        if (channels == 1) {
            target.put(index, planes[0], 0, planeSize());
            return;
        }
        float[] row = scratch(0, 3 * width);
        for (int y = 0; y < height; y++) {
            zip(planes[0], planes[1], planes[2], y * width, width, row);
            target.put(index + y * 3 * width, row, 0, 3 * width);
        }
    }

    private static void zip(float[] r, float[] g, float[] b, int from, int count, float[] row) {
        for (int x = 0; x < count; x++) {
            row[3 * x] = r[from + x];
            row[3 * x + 1] = g[from + x];
            row[3 * x + 2] = b[from + x];
        }
    }

    /** Room of at least {@code length}, one of four arrays that any operation may use. */
    float[] scratch(int which, int length) {
        scratch[which] = room(scratch[which], length);
        return scratch[which];
    }

    /** The array, or a longer one with undefined content. */
    static float[] room(float[] array, int length) {
        return array.length < length ? new float[length] : array;
    }

    /** At least so many arrays, each with room of at least {@code length}. */
    static float[][] rooms(float[][] arrays, int count, int length) {
        float[][] rooms = arrays;
        if (arrays.length < count) {
            rooms = Arrays.copyOf(arrays, count);
            Arrays.fill(rooms, arrays.length, count, new float[0]);
        }
        for (int i = 0; i < count; i++) {
            rooms[i] = room(rooms[i], length);
        }
        return rooms;
    }
}
