package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.RandomUtils;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What the first values of a parameter are drawn from, in plain Java: the same bits on every
 * machine and device.
 *
 * <p>Declared on parameters as their DJL initialiser and drawn by {@link Initialization}. DJL
 * itself, where it initialises such a parameter, gets values seeded from its own generator, and 0
 * for a bias, whose weight it does not tell.
 */
public sealed interface Distribution extends Initializer {

    /**
     * Values in row-major order.
     *
     * @param shape of the parameter
     * @param weight where fans are counted: the same shape, or for a bias that of its weight; fan
     *     in is the product of all dimensions but the first, fan out of all but the second
     * @param random the only source of randomness
     */
    float[] draw(Shape shape, Shape weight, RandomGenerator random);

    @Override
    default NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        if (shape.dimension() < 2) {
            return manager.zeros(shape, dataType);
        }
        return drawn(this, manager, shape, dataType);
    }

    private static NDArray drawn(
            Distribution distribution, NDManager manager, Shape shape, DataType dataType) {
        long seed = RandomUtils.RANDOM.nextLong();
        float[] values = distribution.draw(shape, shape, new SplittableRandom(seed));
        return Initialization.array(values, shape, dataType, manager);
    }

    /** PyTorch's default for linear layers and convolutions: uniform within 1 / sqrt(fan in). */
    record FanIn() implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            double fanIn = (double) weight.size() / weight.get(0);
            return new Uniform(1 / Math.sqrt(fanIn)).draw(shape, weight, random);
        }
    }

    /**
     * N(0, 2 / fan out), which keeps the size of gradients through convolution and ReLU.
     *
     * <p>He et al. 2015, <a href="https://arxiv.org/abs/1502.01852">Delving Deep into
     * Rectifiers</a>, eq. 14.
     */
    record HeNormal() implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            double fanOut = (double) weight.size() / weight.get(1);
            return new Normal(Math.sqrt(2 / fanOut)).draw(shape, weight, random);
        }
    }

    /**
     * Uniform within sqrt(6 / (rows + columns)) of the last two dimensions, as graph layers start.
     *
     * <p>Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural
     * networks", eq. 16.
     */
    record Glorot() implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            int last = weight.dimension() - 1;
            double bound = Math.sqrt(6.0 / (weight.get(last - 1) + weight.get(last)));
            return new Uniform(bound).draw(shape, weight, random);
        }
    }

    /**
     * Uniform on [-bound, bound).
     *
     * @param bound positive
     */
    record Uniform(double bound) implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * symmetric(random));
            }
            return values;
        }
    }

    /**
     * N(0, std^2).
     *
     * @param std standard deviation, positive
     */
    record Normal(double std) implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            return gaussian(shape, std, Double.POSITIVE_INFINITY, random);
        }
    }

    /**
     * N(0, std^2) without what lies beyond two standard deviations, as in TensorFlow and JAX.
     * torchvision and timm cut at the absolute value 2 instead, which for a small std cuts nothing.
     *
     * @param std standard deviation before the cut, positive; 0.88 of it remains
     */
    record TruncatedNormal(double std) implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            return gaussian(shape, std, 2, random);
        }
    }

    /** Rows of length 1, evenly over all directions. */
    record UnitRows() implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            float[] values = new Normal(1).draw(shape, weight, random);
            int d = Math.toIntExact(shape.getLastDimension());
            for (int row = 0; row < values.length; row += d) {
                double square = 0;
                for (int i = row; i < row + d; i++) {
                    square += values[i] * values[i];
                }
                float scale = (float) (1 / Math.sqrt(square));
                for (int i = row; i < row + d; i++) {
                    values[i] *= scale;
                }
            }
            return values;
        }

        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
            return drawn(this, manager, shape, dataType);
        }
    }

    /** A square matrix that turns and keeps lengths, evenly over all there are. */
    record Orthogonal() implements Distribution {
        @Override
        public float[] draw(Shape shape, Shape weight, RandomGenerator random) {
            int n = Math.toIntExact(shape.getLastDimension());
            float[] rows = new Normal(1).draw(shape, weight, random);
            double[][] q = new double[n][n];
            for (int i = 0; i < n; i++) { // Gram and Schmidt, each twice for accuracy
                for (int k = 0; k < n; k++) {
                    q[i][k] = rows[i * n + k];
                }
                for (int twice = 0; twice < 2; twice++) {
                    for (int j = 0; j < i; j++) {
                        subtract(q[i], dot(q[i], q[j]), q[j]);
                    }
                }
                double length = Math.sqrt(dot(q[i], q[i]));
                for (int k = 0; k < n; k++) {
                    q[i][k] /= length;
                    rows[i * n + k] = (float) q[i][k];
                }
            }
            return rows;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int k = 0; k < a.length; k++) {
                sum += a[k] * b[k];
            }
            return sum;
        }

        private static void subtract(double[] a, double factor, double[] b) {
            for (int k = 0; k < a.length; k++) {
                a[k] -= factor * b[k];
            }
        }
    }

    /** Marsaglia's polar method; StrictMath, because Math.log may differ between machines. */
    private static float[] gaussian(Shape shape, double std, double cut, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; ) {
            double x = symmetric(random);
            double y = symmetric(random);
            double square = x * x + y * y;
            if (square >= 1 || square == 0) {
                continue;
            }
            double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
            if (Math.abs(x * scale) <= cut) {
                values[i++] = (float) (std * x * scale);
            }
            if (i < values.length && Math.abs(y * scale) <= cut) {
                values[i++] = (float) (std * y * scale);
            }
        }
        return values;
    }

    /** Uniform on [-1, 1), in steps of 2^-52. */
    private static double symmetric(RandomGenerator random) {
        return (random.nextLong() >> 11) * 0x1p-52;
    }
}
