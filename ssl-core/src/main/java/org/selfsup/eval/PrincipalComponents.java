package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * The directions along which features vary most, from their covariance in double precision.
 *
 * <p>The sign of each is fixed (its entry of largest size is positive), so that the same features
 * always give the same picture.
 *
 * @param mean of the features, {@code (d)}
 * @param axes {@code (d, k)}, one orthonormal axis a column, the one of largest variance first
 * @param shares share of the whole variance along each axis, 0 to 1, {@code (k)}
 */
public record PrincipalComponents(double[] mean, double[] axes, double[] shares) {

    /**
     * Finds them.
     *
     * @param features what to describe
     * @param k how many to keep, 1 to d
     */
    public static PrincipalComponents of(Features features, int k) {
        int n = features.size();
        int d = features.dimension();
        if (k < 1 || k > d) {
            throw new IllegalArgumentException(
                    "Features of dimension "
                            + d
                            + " have 1 to "
                            + d
                            + " principal components, "
                            + k
                            + " were asked for");
        }
        double[] mean;
        Eigen eigen;
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray x = features.array(manager).toType(DataType.FLOAT64, true);
            NDArray center = x.mean(new int[] {0});
            mean = center.toDoubleArray();
            x.subi(center);
            eigen = Eigen.of(x.transpose().matMul(x).divi(n));
        }
        double total = 0;
        for (double value : eigen.values()) {
            total += Math.max(0, value);
        }
        double[] axes = new double[d * k];
        double[] shares = new double[k];
        for (int j = 0; j < k; j++) {
            int column = d - 1 - j; // the values rise
            shares[j] = total == 0 ? 0 : Math.max(0, eigen.values()[column]) / total;
            for (int i = 0; i < d; i++) {
                axes[i * k + j] = eigen.vectors()[i * d + column];
            }
        }
        return new PrincipalComponents(mean, axes, shares);
    }

    /**
     * The coordinates of features along the axes, {@code (n, k)}.
     *
     * @param features of the same dimension, from the same encoder
     */
    public double[][] project(Features features) {
        int d = mean.length;
        if (features.dimension() != d) {
            throw new IllegalArgumentException(
                    "These principal components are of features of dimension "
                            + d
                            + ", got dimension "
                            + features.dimension());
        }
        int k = shares.length;
        double[][] points = new double[features.size()][k];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < d; j++) {
                double difference = features.values()[i * d + j] - mean[j];
                for (int c = 0; c < k; c++) {
                    points[i][c] += difference * axes[j * k + c];
                }
            }
        }
        return points;
    }
}
