package org.selfsup.data;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pictures of one size, back to back in one array: {@code (n, h, w, c)}, 0 to 255. */
public final class PackedImages implements Samples<Image> {

    private final byte[] pixels;
    private final int height;
    private final int width;
    private final int channels;
    private final int size;
    private final @Nullable Labels labels;

    /** Pictures without labels, see {@link #PackedImages(byte[], int, int, int, Labels)}. */
    public PackedImages(byte[] pixels, int height, int width, int channels) {
        this(pixels, height, width, channels, null);
    }

    /**
     * Wraps the array; it is shared, not copied.
     *
     * @param pixels {@code (n, h, w, c)}, n at least 1
     * @param height h, rows
     * @param width w, columns
     * @param channels c, 1 or 3
     * @param labels one per picture, or null where they are not known
     * @throws IllegalArgumentException if the array does not hold whole pictures, or not one label
     *     each
     */
    public PackedImages(
            byte[] pixels, int height, int width, int channels, @Nullable Labels labels) {
        new Image(pixels, height, width, channels); // at least one picture, of a sane shape
        int each = height * width * channels;
        if (pixels.length % each != 0) {
            throw new IllegalArgumentException(
                    "Pictures of %d x %d x %d take %d bytes each, and %d bytes are not a whole number of them"
                            .formatted(height, width, channels, each, pixels.length));
        }
        if (labels != null && labels.of().length != pixels.length / each) {
            throw new IllegalArgumentException(
                    "There are %d pictures but %d labels; give one each"
                            .formatted(pixels.length / each, labels.of().length));
        }
        this.pixels = pixels;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.size = pixels.length / each;
        this.labels = labels;
    }

    /** A set whose fingerprint is that of its pictures and labels. */
    static DataSet<Image> dataSet(PackedImages train, PackedImages test, String description) {
        Fingerprint fingerprint = new Fingerprint();
        train.addTo(fingerprint);
        test.addTo(fingerprint);
        return new DataSet<>(train, test, description, fingerprint.hex());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Image get(int index) {
        Objects.checkIndex(index, size);
        return new Image(pixels, index * height * width * channels, height, width, channels);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    /** Adds shape, pixels and labels. */
    void addTo(Fingerprint fingerprint) {
        fingerprint.add("%d x %d x %d x %d".formatted(size, height, width, channels)).add(pixels);
        if (labels != null) {
            for (int label : labels.of()) {
                fingerprint.add(label);
            }
        }
    }
}
