package org.selfsup.data;

/**
 * A picture of 8-bit samples, a window into a possibly larger array: {@code (h, w, c)} row by row,
 * channels interleaved, 0 to 255.
 *
 * <p>A whole data set can live in one array, with an {@code Image} per picture made on demand. The
 * array is shared, not copied: whoever reads an image must not write to it.
 *
 * @param pixels the array that holds the samples
 * @param offset index of the first sample of this picture
 * @param height h, rows
 * @param width w, columns
 * @param channels c, 1 (grey) or 3 (red, green, blue)
 */
public record Image(byte[] pixels, int offset, int height, int width, int channels) {

    /** Checks that the picture lies within its array. */
    public Image {
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(
                    "An image has at least one row and column and 1 or 3 channels, got "
                            + height
                            + " x "
                            + width
                            + " x "
                            + channels);
        }
        long end = offset + (long) height * width * channels;
        if (offset < 0 || end > pixels.length) {
            throw new IllegalArgumentException(
                    "The image needs samples "
                            + offset
                            + " to "
                            + end
                            + ", the array holds "
                            + pixels.length);
        }
    }

    /** A picture that fills its array, {@code (h, w, c)}. */
    public Image(byte[] pixels, int height, int width, int channels) {
        this(pixels, 0, height, width, channels);
    }

    /** The sample at a place, 0 to 255. */
    public int at(int row, int column, int channel) {
        return pixels[offset + (row * width + column) * channels + channel] & 0xff;
    }
}
