package org.selfsup.data;

import java.util.random.RandomGenerator;

/**
 * Densities in the plane that are hard for a model: holes, heaps, thin lines. Points lie within
 * about [-4, 4] on both axes; the first two have a density that is known.
 */
public enum PlaneDensity {
    /** Eight Gaussians of standard deviation 0.2 on a circle of radius 3. */
    EIGHT_GAUSSIANS {
        @Override
        float[] draw(RandomGenerator random) {
            double angle = random.nextInt(8) * Math.PI / 4;
            return noisy(3 * Math.cos(angle), 3 * Math.sin(angle), 0.2, random);
        }
    },
    /** Every other square of side 2 of [-4, 4] x [-4, 4], evenly: log density -log 32. */
    CHECKERBOARD {
        @Override
        float[] draw(RandomGenerator random) {
            int row = random.nextInt(4);
            int column = 2 * random.nextInt(2) + row % 2;
            return point(
                    2 * (column + random.nextDouble()) - 4, 2 * (row + random.nextDouble()) - 4);
        }
    },
    /** Two half circles that reach into each other. */
    MOONS {
        @Override
        float[] draw(RandomGenerator random) {
            double angle = Math.PI * random.nextDouble();
            boolean upper = random.nextBoolean();
            double x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
            double y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
            return noisy(2 * (x - 0.5), 2 * (y - 0.25), 0.1, random);
        }
    },
    /** Two rings, one within the other. */
    RINGS {
        @Override
        float[] draw(RandomGenerator random) {
            double angle = 2 * Math.PI * random.nextDouble();
            double radius = random.nextBoolean() ? 3 : 1.5;
            return noisy(radius * Math.cos(angle), radius * Math.sin(angle), 0.1, random);
        }
    },
    /** Two arms that wind around the origin. */
    SPIRALS {
        @Override
        float[] draw(RandomGenerator random) {
            double angle = 3 * Math.PI * Math.sqrt(random.nextDouble());
            double sign = random.nextBoolean() ? 1 : -1;
            double radius = sign * angle / Math.PI;
            return noisy(radius * Math.cos(angle), radius * Math.sin(angle), 0.1, random);
        }
    };

    /** A point (x, y). */
    abstract float[] draw(RandomGenerator random);

    /**
     * Points of this density.
     *
     * @param n how many, at least 1
     * @param seed decides which
     */
    public Samples<float[]> points(int n, long seed) {
        if (n < 1) {
            throw new IllegalArgumentException("There is at least one point, got " + n);
        }
        return new Samples<>() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public float[] get(int index) {
                return draw(Randomness.at(seed, index));
            }
        };
    }

    private static float[] noisy(double x, double y, double std, RandomGenerator random) {
        return point(x + std * random.nextGaussian(), y + std * random.nextGaussian());
    }

    private static float[] point(double x, double y) {
        return new float[] {(float) x, (float) y};
    }
}
