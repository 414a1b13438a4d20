package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Shifts each of three channels by itself up to so many samples up, down, left or right; the edge
 * is repeated where nothing is left. One channel stays as it is.
 *
 * <p>The shift hides that of the lens, which would tell where in a picture a patch was: Noroozi and
 * Favaro 2016, <a href="https://arxiv.org/abs/1603.09246">Unsupervised Learning of Visual
 * Representations by Solving Jigsaw Puzzles</a>, where a patch of 64 x 64 is shifted by up to 2.
 *
 * @param most samples, 0 or more
 */
public record ChannelShift(int most) implements ImageTransform {

    /** Checks the number. */
    public ChannelShift {
        Ranges.require(most >= 0, "The shift of channels is 0 or more", most);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (image.channels() == 3 && most > 0) {
            for (int c = 0; c < 3; c++) {
                int down = random.nextInt(2 * most + 1) - most;
                int right = random.nextInt(2 * most + 1) - most;
                shift(image, c, down, right);
            }
        }
    }

    private static void shift(PlanarImage image, int channel, int down, int right) {
        int height = image.height();
        int width = image.width();
        float[] plane = image.plane(channel);
        float[] before = image.scratch(0, image.planeSize());
        System.arraycopy(plane, 0, before, 0, image.planeSize());
        for (int y = 0; y < height; y++) {
            int row = Math.min(height - 1, Math.max(0, y - down)) * width;
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = before[row + Math.min(width - 1, Math.max(0, x - right))];
            }
        }
    }
}
