package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * The angles between two subspaces of the same dimension.
 *
 * <p>The smallest is that between the two directions, one in each, that are closest; then the same
 * among what is perpendicular to these, and so on. All are 0 where the subspaces are the same.
 *
 * <p>Björck and Golub 1973, "Numerical Methods for Computing Angles Between Linear Subspaces".
 *
 * @param degrees rising, 0 to 90
 */
public record PrincipalAngles(double[] degrees) {

    /**
     * The angles between what the columns of two matrices span.
     *
     * @param a {@code (d, k)}, row by row
     * @param b {@code (d, k)}, row by row
     * @param k columns, at most d
     * @throws IllegalArgumentException if the sizes do not fit or columns depend on one another
     */
    public static PrincipalAngles between(double[] a, double[] b, int k) {
        if (k < 1 || a.length != b.length || a.length % k != 0 || a.length / k < k) {
            throw new IllegalArgumentException(
                    "Angles are between two matrices (d, k) with d at least k, got "
                            + a.length
                            + " and "
                            + b.length
                            + " numbers for k = "
                            + k);
        }
        double[] left = orthonormal(a, k);
        double[] right = orthonormal(b, k);
        // The sines are the lengths of what the other subspace leaves over, exact for small angles.
        double[] rest = new double[a.length];
        for (int column = 0; column < k; column++) {
            for (int i = column; i < a.length; i += k) {
                rest[i] = right[i];
            }
            for (int other = 0; other < k; other++) {
                subtract(rest, column, left, other, k, dot(right, column, left, other, k));
            }
        }
        double[] degrees = new double[k];
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray r = manager.create(rest, new Shape(rest.length / k, k));
            double[] squares = Eigen.of(r.transpose().matMul(r)).values(); // rising
            for (int i = 0; i < k; i++) {
                degrees[i] =
                        Math.toDegrees(Math.asin(Math.sqrt(Math.max(0, Math.min(1, squares[i])))));
            }
        }
        return new PrincipalAngles(degrees);
    }

    /** The largest of the angles. */
    public double largest() {
        return degrees[degrees.length - 1];
    }

    /** Gram and Schmidt, twice, which is enough for double precision. */
    private static double[] orthonormal(double[] matrix, int k) {
        double[] q = matrix.clone();
        for (int column = 0; column < k; column++) {
            double before = Math.sqrt(dot(q, column, q, column, k));
            for (int other = 0; other < 2 * column; other++) {
                int previous = other % column;
                subtract(q, column, q, previous, k, dot(q, column, q, previous, k));
            }
            double length = Math.sqrt(dot(q, column, q, column, k));
            if (!(length > 1e-9 * before)) {
                throw new IllegalArgumentException(
                        "Column "
                                + column
                                + " of "
                                + k
                                + " depends on those before it: the columns span less than "
                                + k
                                + " dimensions");
            }
            for (int i = column; i < q.length; i += k) {
                q[i] /= length;
            }
        }
        return q;
    }

    private static double dot(double[] a, int i, double[] b, int j, int k) {
        double sum = 0;
        for (int row = 0; row < a.length; row += k) {
            sum += a[row + i] * b[row + j];
        }
        return sum;
    }

    private static void subtract(double[] a, int i, double[] b, int j, int k, double factor) {
        for (int row = 0; row < a.length; row += k) {
            a[row + i] -= factor * b[row + j];
        }
    }
}
