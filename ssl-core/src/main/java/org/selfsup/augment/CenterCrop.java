package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

/**
 * The centre of a picture, for evaluation: the shorter side is resized to {@code resize} with an
 * antialiased bilinear filter, then the central square is taken. No randomness.
 *
 * @param resize length of the shorter side after resizing, at least {@code size}
 * @param size rows and columns of the result
 */
public record CenterCrop(int resize, int size) implements SquareCrop {

    /** Checks the sizes. */
    public CenterCrop {
        Ranges.requireSize(size);
        Ranges.require(
                resize >= size,
                "The shorter side is resized to at least the " + size + " rows of the crop",
                resize);
    }

    /** Everything the shorter side spans. */
    public CenterCrop(int size) {
        this(size, size);
    }

    @Override
    public void apply(Image source, PlanarImage target, RandomGenerator random) {
        int shorter = Math.min(source.height(), source.width());
        int height = (int) ((long) resize * source.height() / shorter);
        int width = (int) ((long) resize * source.width() / shorter);
        target.resampler.resizeAndCrop(
                source,
                height,
                width,
                (int) Math.rint((height - size) / 2.0),
                (int) Math.rint((width - size) / 2.0),
                size,
                target);
    }
}
