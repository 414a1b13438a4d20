package org.selfsup.eval;

import java.util.Arrays;

/**
 * How well clusters agree with classes. Neither numbers of clusters nor those of classes matter.
 *
 * <pre>{@code
 * mutualInformation = I(clusters; classes) / sqrt(H(clusters) H(classes))
 * adjustedRand      = (index - expected) / (largest - expected),   index = sum_ij C(n_ij, 2)
 * accuracy          = 1/n max over one-to-one maps of the n_ij of mapped pairs
 * purity            = 1/n sum over clusters of the largest n_ij
 * }</pre>
 *
 * <p>n_ij counts the samples of cluster i and class j. Mutual information and purity rise with the
 * number of clusters also by chance: compare them at the same number only, and on the same samples.
 * The adjusted Rand index is 0 on average for clusters that know nothing, and may be below.
 *
 * <p>scikit-learn divides the mutual information by the arithmetic mean of the entropies by
 * default; here it is the geometric one, as in Caron et al. 2018, <a
 * href="https://arxiv.org/abs/1807.05520">Deep clustering for unsupervised learning of visual
 * features</a>, section 4.1. Hubert and Arabie 1985, "Comparing partitions", for the adjusted Rand
 * index.
 *
 * @param mutualInformation normalised, 0 to 1; 1 if clusters and classes are both only one, 0 if
 *     one of them is
 * @param adjustedRand at most 1
 * @param accuracy with each class given to one cluster at best, 0 to 1
 * @param purity 0 to 1
 */
public record ClusterScores(
        double mutualInformation, double adjustedRand, double accuracy, double purity) {

    /**
     * Compares clusters with classes.
     *
     * @param clusters of sample i, 0 or more
     * @param classes of sample i, 0 or more
     * @throws IllegalArgumentException if there is not one of each for every sample, at least one
     */
    public static ClusterScores of(int[] clusters, int[] classes) {
        if (clusters.length != classes.length || clusters.length == 0) {
            throw new IllegalArgumentException(
                    "Expected a cluster and a class for each sample, at least one, got "
                            + clusters.length
                            + " clusters and "
                            + classes.length
                            + " classes");
        }
        int[][] counts = new int[1 + largest(clusters)][1 + largest(classes)];
        for (int i = 0; i < clusters.length; i++) {
            counts[clusters[i]][classes[i]]++;
        }
        int n = clusters.length;
        int[] rows = Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).toArray();
        int[] columns = new int[counts[0].length];
        long pure = 0;
        for (int[] row : counts) {
            pure += largest(row);
            for (int j = 0; j < columns.length; j++) {
                columns[j] += row[j];
            }
        }
        return new ClusterScores(
                mutualInformation(counts, rows, columns, n),
                adjustedRand(counts, rows, columns, n),
                (double) Assignment.largestSum(counts) / n,
                (double) pure / n);
    }

    private static int largest(int[] values) {
        int largest = 0;
        for (int value : values) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "Clusters and classes are numbered from 0, got "
                                + value
                                + "; leave samples out that have none");
            }
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static double mutualInformation(int[][] counts, int[] rows, int[] columns, int n) {
        double information = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                if (counts[i][j] > 0) {
                    double ratio = (double) counts[i][j] * n / ((double) rows[i] * columns[j]);
                    information += (double) counts[i][j] / n * Math.log(ratio);
                }
            }
        }
        double h = entropy(rows, n);
        double k = entropy(columns, n);
        if (h == 0 || k == 0) {
            return h == k ? 1 : 0;
        }
        return Math.min(1, Math.max(0, information / Math.sqrt(h * k)));
    }

    private static double entropy(int[] sizes, int n) {
        double entropy = 0;
        for (int size : sizes) {
            entropy -= size == 0 || size == n ? 0 : (double) size / n * Math.log((double) size / n);
        }
        return entropy;
    }

    private static double adjustedRand(int[][] counts, int[] rows, int[] columns, int n) {
        double index = Arrays.stream(counts).mapToDouble(ClusterScores::pairs).sum();
        double inRows = pairs(rows);
        double inColumns = pairs(columns);
        double expected = n == 1 ? 0 : inRows * inColumns / (0.5 * n * (n - 1));
        double largest = 0.5 * (inRows + inColumns);
        return largest == expected ? 1 : (index - expected) / (largest - expected);
    }

    /** How many pairs of samples are together. */
    private static double pairs(int[] sizes) {
        return Arrays.stream(sizes).mapToDouble(size -> 0.5 * size * (size - 1.0)).sum();
    }
}
