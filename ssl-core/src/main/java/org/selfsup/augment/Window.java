package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A rectangular part of a picture, or of a grid. */
record Window(int top, int left, int height, int width) {

    private static final int TRIES = 10;

    /**
     * Draws a part of {@code height} rows and {@code width} columns: its area uniform, the
     * logarithm of its width / height uniform, its place uniform.
     *
     * @return null if ten drawn in turn do not fit
     */
    static @Nullable Window draw(
            int height,
            int width,
            double minArea,
            double maxArea,
            double minRatio,
            double maxRatio,
            RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            double part = Ranges.uniform(minArea, maxArea, random);
            double ratio = Math.exp(Ranges.uniform(Math.log(minRatio), Math.log(maxRatio), random));
            int w = (int) Math.rint(Math.sqrt(part * ratio));
            int h = (int) Math.rint(Math.sqrt(part / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.nextInt(height - h + 1);
                int left = random.nextInt(width - w + 1);
                return new Window(top, left, h, w);
            }
        }
        return null;
    }

    /** Draws a part, or takes the largest central one with a permitted ratio if none fits. */
    static Window drawOrCentre(
            int height,
            int width,
            double minArea,
            double maxArea,
            double minRatio,
            double maxRatio,
            RandomGenerator random) {
        Window drawn = draw(height, width, minArea, maxArea, minRatio, maxRatio, random);
        if (drawn != null) {
            return drawn;
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
}
