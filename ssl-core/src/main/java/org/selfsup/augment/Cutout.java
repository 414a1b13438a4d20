package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Sets a square to 0. Its centre is uniform over the picture, so a part of the square may lie
 * outside.
 *
 * <p>DeVries and Taylor 2017, <a href="https://arxiv.org/abs/1708.04552">Improved Regularization of
 * Convolutional Neural Networks with Cutout</a>, section 3.2.
 *
 * @param size rows and columns of the square, at least 1
 */
public record Cutout(int size) implements ImageTransform {

    /** Checks the size. */
    public Cutout {
        Ranges.require(size >= 1, "A cutout has at least one row and column", size);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        int top = random.nextInt(image.height()) - size / 2;
        int left = random.nextInt(image.width()) - size / 2;
        int bottom = Math.min(top + size, image.height());
        int right = Math.min(left + size, image.width());
        top = Math.max(top, 0);
        left = Math.max(left, 0);
        RandomErasing.erase(image, new Window(top, left, bottom - top, right - left), null);
    }
}
