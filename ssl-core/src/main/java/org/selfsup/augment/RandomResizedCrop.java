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
        implements Crop {

    private static final int TRIES = 10;

    /** Checks the ranges. */
    public RandomResizedCrop {
        Ranges.requireSize(size);
        Ranges.require(minScale > 0, "The smallest scale of a crop is above 0", minScale);
        Ranges.require(
                minScale <= maxScale && maxScale <= 1,
                "The largest scale of a crop is from the smallest to 1",
                maxScale);
        Ranges.require(minRatio > 0, "The smallest ratio of a crop is above 0", minRatio);
        Ranges.require(
                minRatio <= maxRatio && Double.isFinite(maxRatio),
                "The largest ratio of a crop is finite and at least the smallest",
                maxRatio);
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
    public int height() {
        return size;
    }

    @Override
    public int width() {
        return size;
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
        for (int i = 0; i < TRIES; i++) {
            double part = area * Ranges.uniform(minScale, maxScale, random);
            double ratio = Math.exp(Ranges.uniform(Math.log(minRatio), Math.log(maxRatio), random));
            int w = (int) Math.rint(Math.sqrt(part * ratio));
            int h = (int) Math.rint(Math.sqrt(part / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.nextInt(height - h + 1);
                int left = random.nextInt(width - w + 1);
                return new Window(top, left, h, w);
            }
        }
        double ratio = (double) width / height;
        int w = width;
        int h = height;
        if (ratio < minRatio) {
            h = (int) Math.max(1, Math.rint(width / minRatio));
        } else if (ratio > maxRatio) {
            w = (int) Math.max(1, Math.rint(height * maxRatio));
        }
        return new Window((height - h) / 2, (width - w) / 2, h, w);
    }

    /** A part of a picture. */
    record Window(int top, int left, int height, int width) {}
}
