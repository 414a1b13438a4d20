package org.selfsup.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A procedural picture set, {@code (32, 32, 3)}: four specimens of one shape on a textured
 * background.
 *
 * <p>The class is the shape, one of ten of equal area. Colour, place, size and rotation of every
 * specimen, the background and the noise are drawn independently of it, so brightness and colour
 * say nothing of the class; what two crops of a picture have in common is the shape. The same seed
 * gives the same bytes on every machine.
 */
public final class Shapes {

    private static final int SIDE = 32;

    /** Cells in a row and in a column, a shape in each, and their side. */
    private static final int CELLS = 2;

    private static final int CELL = SIDE / CELLS;

    /** From centre to border, in radii; the same for all classes, so long tips may be cut off. */
    private static final double MARGIN = 1.3;

    private static final int CLASSES = Outline.ALL.size();

    private Shapes() {}

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
                draw(trainSize, Randomness.seed(seed, "train"), SIDE, 3, Shapes::draw),
                draw(testSize, Randomness.seed(seed, "test"), SIDE, 3, Shapes::draw),
                "Shapes, %d training and %d test pictures, 32 x 32 RGB, %d classes, seed %d"
                        .formatted(trainSize, testSize, CLASSES, seed));
    }

    /** Paints a picture of a class into an array of many. */
    interface Painter {
        void draw(Outline outline, RandomGenerator random, byte[] pixels, int offset);
    }

    /** Square pictures of all classes in turn, each with randomness of its own. */
    static PackedImages draw(int size, long seed, int side, int channels, Painter painter) {
        if (size < 1 || size > 600_000) {
            throw new IllegalArgumentException("Shapes draws 1 to 600,000 pictures, got " + size);
        }
        int each = side * side * channels;
        byte[] pixels = new byte[size * each];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % CLASSES;
            painter.draw(Outline.ALL.get(labels[i]), Randomness.at(seed, i), pixels, i * each);
        }
        List<String> names = Outline.ALL.stream().map(Outline::name).toList();
        return new PackedImages(pixels, side, side, channels, new Labels(labels, names));
    }

    private static void draw(Outline outline, RandomGenerator random, byte[] pixels, int offset) {
        Background background = Background.pick(random);
        Specimen[] specimens = new Specimen[CELLS * CELLS];
        for (int cell = 0; cell < specimens.length; cell++) {
            specimens[cell] = Specimen.pick(random, outline, background, cell);
        }
        double noise = uniform(random, 0.02, 0.07);
        for (int row = 0, at = offset; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double x = column + 0.5;
                double y = row + 0.5;
                Specimen specimen = specimens[row / CELL * CELLS + column / CELL];
                double cover = specimen.cover(x, y);
                double share = background.texture.share(x, y);
                long bits = random.nextLong();
                for (int channel = 0; channel < 3; channel++) {
                    double behind = background.mix(channel, share);
                    double value = behind + cover * (specimen.colour[channel] - behind);
                    pixels[at++] = (byte) (255 * clamp(value + noise * noise(bits)) + 0.5);
                    bits >>>= 20;
                }
            }
        }
    }

    /** Triangular noise, mean 0, standard deviation 1, of the 20 lowest bits. */
    private static double noise(long bits) {
        return ((bits & 0x3ff) + ((bits >>> 10) & 0x3ff) - 1023) * (Math.sqrt(6) / 1024);
    }

    private static double uniform(RandomGenerator random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    private static double clamp(double share) {
        return Math.max(0, Math.min(1, share));
    }

    private static double luma(double[] rgb) {
        return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    }

    /** One shape in its cell. */
    private record Specimen(
            Outline outline,
            double[] colour,
            double radius, // of the disc of equal area
            double centreX,
            double centreY,
            double cos,
            double sin) {

        static Specimen pick(
                RandomGenerator random, Outline outline, Background background, int cell) {
            double radius = uniform(random, 4, 6);
            double margin = MARGIN * radius;
            double angle = uniform(random, 0, 2 * Math.PI);
            return new Specimen(
                    outline,
                    background.contrasting(random),
                    radius,
                    CELL * (cell % CELLS) + uniform(random, margin, CELL - margin),
                    CELL * (cell / CELLS) + uniform(random, margin, CELL - margin),
                    StrictMath.cos(angle),
                    StrictMath.sin(angle));
        }

        /** How much of the pixel around a place it covers, 0 to 1. */
        double cover(double x, double y) {
            double dx = (x - centreX) / radius;
            double dy = (y - centreY) / radius;
            return clamp(0.5 - radius * outline.distance(cos * dx + sin * dy, cos * dy - sin * dx));
        }
    }

    /** Two related colours and how they mix. */
    private record Background(double[] one, double[] other, Texture texture) {

        private static final double MIN_CONTRAST = 0.25; // in luma, 0 to 1

        static Background pick(RandomGenerator random) {
            double[] one = new double[3];
            double[] other = new double[3];
            for (int i = 0; i < 3; i++) {
                one[i] = random.nextDouble();
                other[i] = clamp(one[i] + uniform(random, -0.3, 0.3));
            }
            return new Background(one, other, Texture.pick(random));
        }

        /** A colour lighter or darker than both. */
        double[] contrasting(RandomGenerator random) {
            while (true) {
                double[] colour = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
                double contrast = luma(colour) - luma(one);
                double otherContrast = luma(colour) - luma(other);
                if (contrast * otherContrast > 0
                        && Math.min(Math.abs(contrast), Math.abs(otherContrast)) > MIN_CONTRAST) {
                    return colour;
                }
            }
        }

        double mix(int channel, double share) {
            return one[channel] + share * (other[channel] - one[channel]);
        }
    }

    /** How much of the other background colour there is at a place, 0 to 1. */
    private interface Texture {

        double share(double x, double y);

        static Texture pick(RandomGenerator random) {
            double kind = random.nextDouble();
            double angle = uniform(random, 0, 2 * Math.PI);
            double dx = StrictMath.cos(angle);
            double dy = StrictMath.sin(angle);
            double phase = random.nextDouble();
            if (kind < 0.25) {
                return (x, y) -> 0;
            } else if (kind < 0.5) {
                return (x, y) -> clamp(0.5 + (dx * (x - 16) + dy * (y - 16)) / 40);
            } else if (kind < 0.75) {
                double period = uniform(random, 4, 12);
                return (x, y) -> wave((dx * x + dy * y) / period + phase);
            }
            double period = uniform(random, 8, 20);
            return (x, y) -> {
                double u = wave((dx * x + dy * y) / period + phase);
                double v = wave((dx * y - dy * x) / period + 2 * phase);
                return u * v;
            };
        }

        /** A smooth wave of period 1 between 0 and 1. */
        private static double wave(double t) {
            double ramp = Math.abs(2 * (t - Math.floor(t)) - 1);
            return ramp * ramp * (3 - 2 * ramp);
        }
    }
}
