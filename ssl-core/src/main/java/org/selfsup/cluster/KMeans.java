package org.selfsup.cluster;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.TorchScript;

/**
 * k-means: every row goes to its nearest centroid, every centroid to the mean of its rows (Lloyd).
 *
 * <pre>{@code
 * a_i = argmin_c |x_i - m_c|^2,   m_c = mean of the x_i with a_i = c
 * }</pre>
 *
 * <p>With {@link Metric#COSINE} rows and centroids are brought to length 1 and the nearest is that
 * of largest cosine: spherical k-means.
 *
 * <p>It starts from rows drawn one after another with a probability that grows with the squared
 * distance to those drawn before (k-means++), among at most {@value #START_ROWS} rows a cluster. A
 * centroid without rows moves to one that has many, drawn by size, and the two are pushed apart a
 * little, as in DeepCluster's code. Where there are fewer different rows than clusters some stay
 * empty.
 *
 * <p>It runs on the CPU, a matrix product a round: 50,000 rows of 256 values in 300 clusters take
 * about 0.2 s a round on one core. The same rows, randomness and number of native threads give the
 * same clusters.
 *
 * <p>Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding"; Caron et al.
 * 2018, <a href="https://arxiv.org/abs/1807.05520">Deep clustering for unsupervised learning of
 * visual features</a>, section 3.3 for empty clusters.
 *
 * @param clusters k, at least 1
 * @param iterations rounds at most, at least 1; it ends before if no row moves
 * @param metric what near means
 */
public record KMeans(int clusters, int iterations, Metric metric) {

    /** What near means. */
    public enum Metric {
        /** Straight distance. */
        EUCLIDEAN,
        /** The angle between directions. */
        COSINE
    }

    private static final int START_ROWS = 64;

    /** Rows compared with all centroids at once, so that scores stay in the cache. */
    private static final int CHUNK = 2048;

    /** How far the halves of a cluster are pushed apart. */
    private static final float APART = 1f / 1024;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def nearest(self, x: Tensor, c: Tensor) -> Tuple[Tensor, Tensor]:
                      half = torch.mul(torch.sum(torch.square(c), [1]), 0.5)
                      score, cluster = torch.max(torch.sub(torch.mm(x, torch.t(c)), half), 1)
                      return (cluster, score)
                    def closer(self, x: Tensor, squares: Tensor, row: Tensor, before: Tensor) -> Tensor:
                      d = torch.sub(squares, torch.mul(torch.mv(x, row), 2))
                      d = torch.clamp(torch.add(d, torch.dot(row, row)), 0)
                      return torch.minimum(before, d)
                    """);

    /** Checks the numbers. */
    public KMeans {
        if (clusters < 1 || iterations < 1) {
            throw new IllegalArgumentException(
                    "k-means needs at least 1 cluster and 1 round, got "
                            + clusters
                            + " and "
                            + iterations);
        }
    }

    /**
     * Clusters rows.
     *
     * @param rows n times d values, row by row, all finite; n at least k. They are not changed.
     * @param dimension d, at least 1
     * @param random decides the start and where empty clusters go
     * @return the clusters, each row at its nearest centroid
     * @throws IllegalArgumentException if there are fewer rows than clusters or a value is not
     *     finite
     */
    public Clustering cluster(float[] rows, int dimension, RandomGenerator random) {
        check(rows, dimension);
        float[] x = metric == Metric.COSINE ? unit(rows.clone(), dimension) : rows;
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu());
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            int n = x.length / dimension;
            Rows all = new Rows(x, dimension, manager.create(x, new Shape(n, dimension)));
            float[] centroids = start(all, random);
            int[] of = new int[0];
            for (int i = 0; i < iterations; i++) {
                int[] next = all.nearest(centroids).of();
                if (Arrays.equals(of, next)) {
                    break;
                }
                of = next;
                move(centroids, all, of, random);
            }
            return all.nearest(centroids);
        }
    }

    private void check(float[] rows, int dimension) {
        if (dimension < 1 || rows.length % dimension != 0 || rows.length / dimension < clusters) {
            throw new IllegalArgumentException(
                    "k-means in "
                            + clusters
                            + " clusters needs at least as many rows of d values, got "
                            + rows.length
                            + " values for d = "
                            + dimension
                            + "; ask for fewer clusters or give more rows");
        }
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw new IllegalArgumentException(
                        "k-means needs finite values, got "
                                + rows[i]
                                + " in row "
                                + i / dimension
                                + "; lower the learning rate if a network gave it");
            }
        }
    }

    /** k different rows, far from each other, where there are as many. */
    private float[] start(Rows all, RandomGenerator random) {
        int n = all.size();
        int d = all.dimension;
        int some = (int) Math.min(n, (long) START_ROWS * clusters);
        NDArray x = all.array.get(new NDIndex("0:" + some));
        int[] chosen = new int[some];
        Arrays.setAll(chosen, i -> i);
        if (some < n) {
            chosen = random.ints(some, 0, n).toArray();
            x = all.array.getManager().create(all.copy(chosen), new Shape(some, d));
        }
        NDArray squares = x.square().sum(new int[] {1});
        NDArray distances = squares.getManager().full(squares.getShape(), Float.MAX_VALUE);
        float[] centroids = new float[clusters * d];
        int next = random.nextInt(some);
        for (int c = 0; c < clusters; c++) {
            System.arraycopy(all.values, chosen[next] * d, centroids, c * d, d);
            try (NDArray row = x.get(next)) {
                NDArray before = distances;
                distances = OPS.apply("closer", x, squares, row, before);
                before.close();
            }
            float[] weights = distances.toFloatArray();
            weights[next] = 0; // rounding would leave a rest
            next = draw(weights, random);
        }
        return centroids;
    }

    /** An index drawn by weight, any one if all weights are 0. */
    private static int draw(float[] weights, RandomGenerator random) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        double left = sum * random.nextDouble();
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return random.nextInt(weights.length);
    }

    /** Every centroid to the mean of its rows. */
    private void move(float[] centroids, Rows all, int[] of, RandomGenerator random) {
        int d = all.dimension;
        double[] sums = new double[centroids.length];
        float[] sizes = new float[clusters];
        for (int i = 0; i < of.length; i++) {
            sizes[of[i]]++;
            int from = i * d;
            int to = of[i] * d;
            for (int j = 0; j < d; j++) {
                sums[to + j] += all.values[from + j];
            }
        }
        for (int c = 0; c < clusters; c++) {
            for (int j = c * d; sizes[c] > 0 && j < (c + 1) * d; j++) {
                centroids[j] = (float) (sums[j] / sizes[c]);
            }
        }
        for (int c = 0; c < clusters; c++) {
            if (sizes[c] == 0) {
                split(centroids, c, sizes, d, random);
            }
        }
        if (metric == Metric.COSINE) {
            unit(centroids, d);
        }
    }

    /** Puts an empty cluster beside a large one and shares its rows with it. */
    private static void split(
            float[] centroids, int empty, float[] sizes, int d, RandomGenerator random) {
        float[] weights = new float[sizes.length];
        for (int c = 0; c < sizes.length; c++) {
            weights[c] = Math.max(0, sizes[c] - 1);
        }
        int large = draw(weights, random);
        for (int j = 0; j < d; j++) {
            float push = j % 2 == 0 ? APART : -APART;
            float value = centroids[large * d + j];
            centroids[empty * d + j] = value * (1 + push);
            centroids[large * d + j] = value * (1 - push);
        }
        sizes[empty] = sizes[large] / 2;
        sizes[large] /= 2;
    }

    /** Brings rows to length 1, but for those of length 0. */
    static float[] unit(float[] rows, int d) {
        for (int from = 0; from < rows.length; from += d) {
            double square = 0;
            for (int j = from; j < from + d; j++) {
                square += (double) rows[j] * rows[j];
            }
            float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
            for (int j = from; j < from + d; j++) {
                rows[j] *= scale;
            }
        }
        return rows;
    }

    /** The rows twice: for matrix products, and for sums. */
    private record Rows(float[] values, int dimension, NDArray array) {

        int size() {
            return values.length / dimension;
        }

        float[] copy(int... rows) {
            float[] some = new float[rows.length * dimension];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(values, rows[i] * dimension, some, i * dimension, dimension);
            }
            return some;
        }

        /** Every row at its nearest centroid. */
        Clustering nearest(float[] centroids) {
            int n = size();
            int[] of = new int[n];
            double sum = 0;
            Shape shape = new Shape(centroids.length / dimension, dimension);
            try (NDArray c = array.getManager().create(centroids, shape)) {
                for (int from = 0; from < n; from += CHUNK) {
                    int to = Math.min(n, from + CHUNK);
                    try (NDArray part = array.get(new NDIndex(from + ":" + to));
                            NDList found = OPS.call("nearest", part, c)) {
                        long[] cluster = found.get(0).toLongArray();
                        for (int i = from; i < to; i++) {
                            of[i] = (int) cluster[i - from];
                            sum += squaredDistance(i, centroids, of[i]);
                        }
                    }
                }
            }
            return new Clustering(of, centroids.clone(), dimension, sum / n);
        }

        private double squaredDistance(int row, float[] centroids, int cluster) {
            double sum = 0;
            for (int j = 0; j < dimension; j++) {
                double difference =
                        values[row * dimension + j] - centroids[cluster * dimension + j];
                sum += difference * difference;
            }
            return sum;
        }
    }
}
