package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Turns the picture by quarter turns, counter-clockwise. No randomness and no loss: rows and
 * columns change places.
 *
 * <p>Four pipelines, each ending in another turn, are the views of RotNet: Gidaris et al. 2018, <a
 * href="https://arxiv.org/abs/1803.07728">Unsupervised Representation Learning by Predicting Image
 * Rotations</a>.
 *
 * @param turns how many, 0 to 3
 */
public record QuarterTurn(int turns) implements ImageTransform {

    /** Checks the number. */
    public QuarterTurn {
        Ranges.require(turns >= 0 && turns <= 3, "There are 0 to 3 quarter turns", turns);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (turns > 0) {
            turn(image);
        }
    }

    private void turn(PlanarImage image) {
        int height = image.height();
        int width = image.width();
        int count = image.planeSize();
        int rows = turns == 2 ? height : width;
        int columns = turns == 2 ? width : height;
        float[] before = image.scratch(0, count);
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            System.arraycopy(plane, 0, before, 0, count);
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    plane[y * columns + x] = before[source(y, x, height, width)];
                }
            }
        }
        image.reshape(image.channels(), rows, columns);
    }

    /** Where the sample at (y, x) was, in a picture of {@code height} rows. */
    private int source(int y, int x, int height, int width) {
        return switch (turns) {
            case 1 -> x * width + width - 1 - y;
            case 2 -> (height - 1 - y) * width + width - 1 - x;
            default -> (height - 1 - x) * width + y;
        };
    }
}
