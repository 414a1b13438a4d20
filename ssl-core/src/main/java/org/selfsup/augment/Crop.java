package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

/**
 * The first step of a view: part of a stored picture, resized, as floats. It reads only the samples
 * it needs.
 */
public interface Crop {

    /** Rows of the result. */
    int height();

    /** Columns of the result. */
    int width();

    /**
     * Reads a part of a picture.
     *
     * @param source 8-bit samples, b becomes b / 255; not changed
     * @param target gets {@link #height} rows, {@link #width} columns and the source's channels
     * @param random the only source of randomness
     */
    void apply(Image source, PlanarImage target, RandomGenerator random);
}
