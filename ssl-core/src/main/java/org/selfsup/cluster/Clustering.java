package org.selfsup.cluster;

import java.util.Arrays;

/**
 * n rows in k clusters.
 *
 * @param of the cluster of row i, 0 to k - 1
 * @param centroids {@code (k, d)}, row by row; shared, not copied
 * @param dimension d, at least 1
 * @param inertia mean squared distance of a row to its centroid
 */
public record Clustering(int[] of, float[] centroids, int dimension, double inertia) {

    /** Checks that every row is in one of the clusters. */
    public Clustering {
        if (of.length == 0
                || dimension < 1
                || centroids.length == 0
                || centroids.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "A clustering has at least 1 row and centroids of d values, got "
                            + of.length
                            + " rows and "
                            + centroids.length
                            + " values for d = "
                            + dimension);
        }
        int k = centroids.length / dimension;
        for (int cluster : of) {
            if (cluster < 0 || cluster >= k) {
                throw new IllegalArgumentException(
                        "Clusters are numbered 0 to " + (k - 1) + ", got " + cluster);
            }
        }
    }

    /** How many clusters there are, k, empty ones among them. */
    public int clusters() {
        return centroids.length / dimension;
    }

    /** How many rows each cluster holds. */
    public int[] sizes() {
        int[] sizes = new int[clusters()];
        for (int cluster : of) {
            sizes[cluster]++;
        }
        return sizes;
    }

    /**
     * How many clusters are in use: the exponential of the entropy of their sizes, 1 if all rows
     * are in one and k if all clusters are of the same size.
     */
    public double perplexity() {
        double entropy = 0;
        for (int size : sizes()) {
            double share = (double) size / of.length;
            entropy -= size == 0 ? 0 : share * Math.log(share);
        }
        return Math.exp(entropy);
    }

    /**
     * The share of rows that left their company, 0 to 1: those not of the old cluster that most
     * rows of their new one come from. The numbers of the clusters do not matter.
     *
     * @param before the old cluster of row i, or -1 for none: such a row does not count
     * @return NaN if no row had a cluster
     */
    public double reassigned(int[] before) {
        if (before.length != of.length) {
            throw new IllegalArgumentException(
                    "Expected the old cluster of each of "
                            + of.length
                            + " rows, got "
                            + before.length);
        }
        int[][] counts = new int[clusters()][1 + Arrays.stream(before).max().orElse(0)];
        int rows = 0;
        for (int i = 0; i < of.length; i++) {
            if (before[i] >= 0) {
                counts[of[i]][before[i]]++;
                rows++;
            }
        }
        int together = 0;
        for (int[] from : counts) {
            together += Arrays.stream(from).max().orElse(0);
        }
        return 1 - (double) together / rows;
    }
}
