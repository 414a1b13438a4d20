package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Rotates around the centre by a random angle, bilinearly; the size stays, and what comes from
 * outside of the picture is 0.
 *
 * @param minDegrees smallest angle, counter-clockwise
 * @param maxDegrees largest angle
 */
public record RandomRotation(double minDegrees, double maxDegrees) implements ImageTransform {

    /** Checks the angles. */
    public RandomRotation {
        Ranges.require(
                Double.isFinite(minDegrees) && Double.isFinite(maxDegrees),
                "The angles of a rotation are finite",
                minDegrees + " and " + maxDegrees);
        Ranges.require(
                minDegrees <= maxDegrees,
                "The largest angle of a rotation is at least the smallest, " + minDegrees,
                maxDegrees);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        rotate(image, Ranges.uniform(minDegrees, maxDegrees, random));
    }

    /**
     * Rotates around the centre.
     *
     * @param degrees counter-clockwise
     */
    public static void rotate(PlanarImage image, double degrees) {
        double cos = StrictMath.cos(Math.toRadians(degrees));
        double sin = StrictMath.sin(Math.toRadians(degrees));
        int height = image.height();
        int width = image.width();
        int count = image.planeSize();
        float[] before = image.scratch(0, count);
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            System.arraycopy(plane, 0, before, 0, count);
            for (int y = 0; y < height; y++) {
                double dy = y - (height - 1) / 2.0;
                for (int x = 0; x < width; x++) {
                    double dx = x - (width - 1) / 2.0;
                    plane[y * width + x] =
                            sample(
                                    before,
                                    height,
                                    width,
                                    (height - 1) / 2.0 + sin * dx + cos * dy,
                                    (width - 1) / 2.0 + cos * dx - sin * dy);
                }
            }
        }
    }

    /** Between the four samples around a place; those outside are 0. */
    private static float sample(float[] plane, int height, int width, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            int row = top + i / 2;
            int column = left + i % 2;
            if (row >= 0 && row < height && column >= 0 && column < width) {
                double weight = (i / 2 == 0 ? 1 - down : down) * (i % 2 == 0 ? 1 - right : right);
                sum += weight * plane[row * width + column];
            }
        }
        return (float) sum;
    }
}
