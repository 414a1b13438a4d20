package org.selfsup.augment;

import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

/**
 * How one view of a picture is made: a crop, then transforms in order.
 *
 * @param crop from the stored picture to floats
 * @param transforms what happens to them; they keep the size
 */
public record ImagePipeline(Crop crop, List<ImageTransform> transforms) {

    /** Copies the list. */
    public ImagePipeline {
        transforms = List.copyOf(transforms);
    }

    /** A crop followed by transforms. */
    public ImagePipeline(Crop crop, ImageTransform... transforms) {
        this(crop, List.of(transforms));
    }

    /**
     * Makes one view.
     *
     * @param source 8-bit samples, not changed
     * @param view gets {@code (c, h, w)}
     * @param random the only source of randomness
     */
    public void apply(Image source, PlanarImage view, RandomGenerator random) {
        crop.apply(source, view, random);
        for (ImageTransform transform : transforms) {
            transform.apply(view, random);
        }
    }
}
