package org.selfsup.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Features as a map: points in the plane, near to each other where features are, by t-SNE.
 *
 * <pre>{@code
 * p(j|i) ~ exp(-|x_i - x_j|^2 / 2 s_i^2)             s_i such that 2^H(p(.|i)) = perplexity  (eq. 1)
 * p_ij = (p(j|i) + p(i|j)) / 2n
 * q_ij ~ 1 / (1 + |y_i - y_j|^2)                     over all pairs                          (eq. 4)
 * C = KL(p || q),  dC/dy_i = 4 sum_j (p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2)         (eq. 5)
 * }</pre>
 *
 * <p>It is the exact algorithm, without a tree: n^2 work a step, about two seconds for 1,000
 * samples. Gradient descent with momentum and gains as in the paper; for the first third p is 12
 * times as large. Unlike in the paper the points start on their two principal components, made
 * small, instead of at random places, so that the same features always give the same map, and the
 * rate is n / 48, at least 50, as later work found (arXiv:1907.05119 and scikit-learn).
 *
 * <p>Distances between clusters, and how large they are, mean nothing.
 *
 * <p>van der Maaten and Hinton 2008, "Visualizing Data using t-SNE", Journal of Machine Learning
 * Research 9.
 *
 * @param perplexity how many neighbours a sample has, about; 5 to 50 in the paper, at most a third
 *     of the samples is taken
 * @param steps of gradient descent, 1,000 in the paper
 */
public record TSne(double perplexity, int steps) {

    private static final double EXAGGERATION = 12;
    private static final double LEAST = 1e-12;

    /** Checks the ranges. */
    public TSne {
        if (!(perplexity >= 1 && Double.isFinite(perplexity)) || steps < 3) {
            throw new IllegalArgumentException(
                    "t-SNE needs a perplexity of at least 1 and 3 steps, got "
                            + perplexity
                            + " and "
                            + steps);
        }
    }

    /** Perplexity 30 and 750 steps. */
    public TSne() {
        this(30, 750);
    }

    /**
     * The map.
     *
     * @param features {@code (n, d)}, at least 4 samples of 2 features; a few thousand at most
     * @return {@code (n, 2)}, centred
     */
    public double[][] embed(Features features) {
        int n = features.size();
        if (n < 4 || features.dimension() < 2) {
            throw new IllegalArgumentException(
                    "t-SNE needs at least 4 samples of 2 features, got "
                            + n
                            + " of "
                            + features.dimension());
        }
        double[][] p = affinities(features);
        double[][] y = start(features);
        double[][] velocity = new double[n][2];
        double[][] gains = new double[n][2];
        Arrays.stream(gains).forEach(gain -> Arrays.fill(gain, 1));
        double rate = Math.max(50, n / EXAGGERATION / 4);
        for (int step = 0; step < steps; step++) {
            boolean early = step < steps / 3;
            double[][] gradient = gradient(p, y, early ? EXAGGERATION : 1);
            for (int i = 0; i < n; i++) {
                for (int a = 0; a < 2; a++) {
                    boolean past = gradient[i][a] * velocity[i][a] > 0; // uphill
                    gains[i][a] = past ? Math.max(0.01, 0.8 * gains[i][a]) : gains[i][a] + 0.2;
                    velocity[i][a] =
                            (early ? 0.5 : 0.8) * velocity[i][a]
                                    - rate * gains[i][a] * gradient[i][a];
                    y[i][a] += velocity[i][a];
                }
            }
            centre(y);
        }
        return y;
    }

    /** p, symmetric, of sum 1. */
    double[][] affinities(Features features) {
        int n = features.size();
        double[][] given =
                IntStream.range(0, n)
                        .parallel()
                        .mapToObj(i -> neighbours(distances(features, i), i))
                        .toArray(double[][]::new);
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i][j] = (given[i][j] + given[j][i]) / (2 * n);
            }
        }
        return p;
    }

    private static double[] distances(Features features, int i) {
        int d = features.dimension();
        float[] x = features.values();
        double[] squared = new double[features.size()];
        for (int j = 0; j < squared.length; j++) {
            for (int a = 0; a < d; a++) {
                double difference = x[i * d + a] - x[j * d + a];
                squared[j] += difference * difference;
            }
        }
        return squared;
    }

    /** p(j|i), by bisection of 1 / 2 s^2 on a scale without end. */
    double[] neighbours(double[] squared, int i) {
        int n = squared.length;
        double wanted = Math.log(Math.min(perplexity, (n - 1) / 3.0));
        double nearest = Double.POSITIVE_INFINITY;
        double mean = 0;
        for (int j = 0; j < n; j++) {
            nearest = j == i ? nearest : Math.min(nearest, squared[j]);
            mean += squared[j] / (n - 1);
        }
        double beta = 1 / Math.max(LEAST, mean);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double[] p = new double[n];
        for (int round = 0; round < 64; round++) {
            double sum = 0;
            double weighted = 0;
            for (int j = 0; j < n; j++) {
                p[j] = j == i ? 0 : Math.exp(-beta * (squared[j] - nearest));
                sum += p[j];
                weighted += p[j] * (squared[j] - nearest);
            }
            double entropy = Math.log(sum) + beta * weighted / sum;
            for (int j = 0; j < n; j++) {
                p[j] /= sum;
            }
            if (Math.abs(entropy - wanted) < 1e-6) {
                break;
            }
            if (entropy > wanted) {
                low = beta;
                beta = Double.isInfinite(high) ? 2 * beta : (low + high) / 2;
            } else {
                high = beta;
                beta = (low + high) / 2;
            }
        }
        return p;
    }

    /** The two principal components, with a deviation of 1e-4 along the first. */
    private static double[][] start(Features features) {
        double[][] y = PrincipalComponents.of(features, 2).project(features);
        double variance = Arrays.stream(y).mapToDouble(point -> point[0] * point[0]).sum();
        double scale = 1e-4 / Math.max(LEAST, Math.sqrt(variance / y.length));
        for (double[] point : y) {
            point[0] *= scale;
            point[1] *= scale;
        }
        return y;
    }

    /** The gradient for affinities that are so many times as large. */
    static double[][] gradient(double[][] p, double[][] y, double times) {
        int n = y.length;
        double sum = sum(y);
        return IntStream.range(0, n)
                .parallel()
                .mapToObj(
                        i -> {
                            double[] gradient = new double[2];
                            for (int j = 0; j < n; j++) {
                                double near = near(y, i, j);
                                double pull = 4 * (times * p[i][j] - near / sum) * near;
                                gradient[0] += pull * (y[i][0] - y[j][0]);
                                gradient[1] += pull * (y[i][1] - y[j][1]);
                            }
                            return gradient;
                        })
                .toArray(double[][]::new);
    }

    /** C, the divergence of q from p. */
    static double divergence(double[][] p, double[][] y) {
        int n = y.length;
        double sum = sum(y);
        double divergence = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (p[i][j] > 0) {
                    divergence += p[i][j] * Math.log(p[i][j] * sum / near(y, i, j));
                }
            }
        }
        return divergence;
    }

    /** What q is divided by; added up row by row, so that threads do not change a bit of it. */
    private static double sum(double[][] y) {
        double[] rows =
                IntStream.range(0, y.length)
                        .parallel()
                        .mapToDouble(
                                i -> {
                                    double sum = -1; // without i itself
                                    for (int j = 0; j < y.length; j++) {
                                        sum += near(y, i, j);
                                    }
                                    return sum;
                                })
                        .toArray();
        return Arrays.stream(rows).sum();
    }

    /** q of a pair, before it is divided by the sum of all. */
    private static double near(double[][] y, int i, int j) {
        double a = y[i][0] - y[j][0];
        double b = y[i][1] - y[j][1];
        return 1 / (1 + a * a + b * b);
    }

    private static void centre(double[][] y) {
        for (int a = 0; a < 2; a++) {
            int axis = a;
            double mean = Arrays.stream(y).mapToDouble(point -> point[axis]).average().orElse(0);
            for (double[] point : y) {
                point[axis] -= mean;
            }
        }
    }
}
