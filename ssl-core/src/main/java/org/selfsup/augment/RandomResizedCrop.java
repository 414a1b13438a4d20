package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

/**
 * A random part of the picture resized to a square.
 *
 * <p>The part's share of the area is uniform in [minScale, maxScale], the logarithm of its width /
 * height uniform in [log minRatio, log maxRatio], its place uniform. A part that does not fit is
 * drawn again, ten times; then the largest central part with a permitted ratio is taken.
 *
 * <p>Szegedy et al. 2014, <a href="https://arxiv.org/abs/1409.4842">Going Deeper with
 * Convolutions</a>, section 6.
 *
 * @param size rows and columns of the result
 * @param minScale smallest share of the area, above 0
 * @param maxScale largest share of the area, at most 1
 * @param minRatio smallest width / height, above 0
 * @param maxRatio largest width / height
 * @param interpolation the filter; what a bicubic one makes is clamped to 0 to 1
 */
public record RandomResizedCrop(
        int size,
        double minScale,
        double maxScale,
        double minRatio,
        double maxRatio,
        Interpolation interpolation)
        implements SquareCrop {

    /** Checks the ranges. */
    public RandomResizedCrop {
        Ranges.requireSize(size);
        Ranges.requireParts("a crop", minScale, maxScale, minRatio, maxRatio);
    }

    /** A crop of 8 % to 100 % of the area, ratio 3/4 to 4/3, bilinear: the values of SimCLR. */
    public RandomResizedCrop(int size) {
        this(size, 0.08, 1, Interpolation.BILINEAR);
    }

    /** A crop of ratio 3/4 to 4/3. */
    public RandomResizedCrop(
            int size, double minScale, double maxScale, Interpolation interpolation) {
        this(size, minScale, maxScale, 3 / 4.0, 4 / 3.0, interpolation);
    }

    @Override
    public void apply(Image source, PlanarImage target, RandomGenerator random) {
        Window window = window(source.height(), source.width(), random);
        target.resampler.resize(
                source,
                window.top(),
                window.left(),
                window.height(),
                window.width(),
                size,
                size,
                interpolation,
                target);
        if (interpolation == Interpolation.BICUBIC) {
            Colors.clamp(target);
        }
    }

    /** Draws a part of a picture of {@code height} rows and {@code width} columns. */
    Window window(int height, int width, RandomGenerator random) {
        double area = (double) height * width;
        return Window.drawOrCentre(
                height, width, minScale * area, maxScale * area, minRatio, maxRatio, random);
    }
}
