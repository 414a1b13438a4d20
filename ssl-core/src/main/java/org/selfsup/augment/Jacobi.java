package org.selfsup.augment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvectors of small symmetric matrices by Jacobi's rotations (Golub and Van Loan, "Matrix
 * Computations", section 8.5): plain Java, as views are made on many threads.
 */
final class Jacobi {

    private static final int MOST_SWEEPS = 30;
    private static final double SMALL = 1e-10; // below it an entry next to 1s counts as 0

    private Jacobi() {}

    /**
     * All eigenvectors, of length 1, one a row, from the largest eigenvalue; the entry of largest
     * size is positive.
     *
     * @param a symmetric, about 1 in size; overwritten
     */
    static double[][] vectors(double[][] a) {
        int n = a.length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (Math.abs(a[p][q]) > SMALL) {
                        rotate(a, v, p, q);
                        rotated = true;
                    }
                }
            }
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -a[i][i]))
                        .mapToInt(i -> i)
                        .toArray();
        return Arrays.stream(order)
                .mapToObj(i -> withPositiveLargest(v[i]))
                .toArray(double[][]::new);
    }

    /** Makes a[p][q] zero: a becomes J'aJ, the rows of v are rotated along. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        turn(a[p], a[q], c, s);
        for (double[] row : a) {
            double x = row[p];
            double y = row[q];
            row[p] = c * x - s * y;
            row[q] = s * x + c * y;
        }
        turn(v[p], v[q], c, s);
    }

    private static void turn(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double xi = x[i];
            double yi = y[i];
            x[i] = c * xi - s * yi;
            y[i] = s * xi + c * yi;
        }
    }

    private static double[] withPositiveLargest(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            // The first of nearly equals, so that rounding does not choose.
            largest = Math.abs(value) > 1.000001 * Math.abs(largest) ? value : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(vector).map(value -> sign * value).toArray();
    }
}
