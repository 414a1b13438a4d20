package org.selfsup.data;

import java.util.random.RandomGenerator;

/**
 * A procedural picture set, {@code (28, 28, 1)}: one white shape on black, like a digit of MNIST.
 *
 * <p>The class is the shape, one of the ten of {@link Shapes}; place, size and rotation are drawn
 * independently of it. On other grounds, {@link Blended}, it is another domain with the same
 * classes. The same seed gives the same bytes on every machine.
 */
public final class Silhouettes {

    private static final int SIDE = 28;

    private Silhouettes() {}

    /** The set that examples use: 10,000 training and 2,000 test pictures. */
    public static DataSet<Image> standard(long seed) {
        return generate(10_000, 2_000, seed);
    }

    /**
     * Draws a set; every class is equally frequent.
     *
     * @param trainSize training pictures, 1 to 600,000
     * @param testSize test pictures, 1 to 600,000
     * @param seed other seed, other pictures
     * @throws IllegalArgumentException if a size is out of range
     */
    public static DataSet<Image> generate(int trainSize, int testSize, long seed) {
        return PackedImages.dataSet(
                Shapes.draw(trainSize, Randomness.seed(seed, "train"), SIDE, 1, Silhouettes::draw),
                Shapes.draw(testSize, Randomness.seed(seed, "test"), SIDE, 1, Silhouettes::draw),
                "Silhouettes, %d training and %d test pictures, 28 x 28 grey, %d classes, seed %d"
                        .formatted(trainSize, testSize, Outline.ALL.size(), seed));
    }

    private static void draw(Outline outline, RandomGenerator random, byte[] pixels, int offset) {
        double radius = 5 + 2 * random.nextDouble();
        double margin = 1.3 * radius;
        double centreX = margin + (SIDE - 2 * margin) * random.nextDouble();
        double centreY = margin + (SIDE - 2 * margin) * random.nextDouble();
        double angle = 2 * Math.PI * random.nextDouble();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        for (int row = 0, at = offset; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double x = (column + 0.5 - centreX) / radius;
                double y = (row + 0.5 - centreY) / radius;
                double distance = outline.distance(cos * x + sin * y, cos * y - sin * x);
                double cover = Math.max(0, Math.min(1, 0.5 - radius * distance));
                pixels[at++] = (byte) (255 * cover + 0.5);
            }
        }
    }
}
