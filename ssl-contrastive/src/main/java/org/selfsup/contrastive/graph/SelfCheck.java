package org.selfsup.contrastive.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.cluster.Clustering;
import org.selfsup.cluster.KMeans;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;

/**
 * The self-checking of {@link M3s}: the nodes a classifier is surest of are labelled where a
 * clustering of the embeddings says the same.
 *
 * @param kMeans clusters the embeddings
 * @param added t, nodes of each class that are looked at
 */
record SelfCheck(KMeans kMeans, int added) {

    /** The label of a node that has none. */
    static final int NONE = -1;

    /**
     * Adds labels.
     *
     * @param labels of n nodes, or {@link #NONE}; every class has one
     * @param scores {@code (n, classes)}, the classifier's logits
     * @param embeddings {@code (n, d)}
     * @return the old labels and the new ones
     */
    int[] extend(int[] labels, Features scores, Features embeddings, RandomGenerator random) {
        int[] said = Classification.of(scores).predictions();
        int[] checked = clusterClasses(labels, embeddings, random);
        double[] sureness = sureness(scores);
        int[] extended = labels.clone();
        for (int c = 0; c < scores.dimension(); c++) {
            int label = c;
            IntStream.range(0, labels.length)
                    .filter(node -> labels[node] == NONE && said[node] == label)
                    .boxed()
                    .sorted(Comparator.comparingDouble(node -> -sureness[node]))
                    .limit(added)
                    .filter(node -> checked[node] == label)
                    .forEach(node -> extended[node] = label);
        }
        return extended;
    }

    /** For every node the class whose labelled nodes' mean is nearest to its cluster's centre. */
    int[] clusterClasses(int[] labels, Features embeddings, RandomGenerator random) {
        int d = embeddings.dimension();
        double[][] means = means(labels, embeddings);
        Clustering clustering = kMeans.cluster(embeddings.values(), d, random);
        int[] nearest =
                IntStream.range(0, clustering.clusters())
                        .map(k -> nearest(means, clustering.centroids(), k * d))
                        .toArray();
        return Arrays.stream(clustering.of()).map(k -> nearest[k]).toArray();
    }

    private static double[][] means(int[] labels, Features embeddings) {
        int d = embeddings.dimension();
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        double[][] means = new double[classes][d];
        int[] counts = new int[classes];
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] != NONE) {
                counts[labels[node]]++;
                for (int j = 0; j < d; j++) {
                    means[labels[node]][j] += embeddings.values()[node * d + j];
                }
            }
        }
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < d; j++) {
                means[c][j] /= counts[c];
            }
        }
        return means;
    }

    private static int nearest(double[][] means, float[] centroids, int from) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            double distance = 0;
            for (int j = 0; j < means[c].length; j++) {
                double difference = means[c][j] - centroids[from + j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }

    /** The largest probability of every node: 1 / sum_j exp(s_j - max s). */
    private static double[] sureness(Features scores) {
        int classes = scores.dimension();
        double[] sureness = new double[scores.size()];
        for (int node = 0; node < sureness.length; node++) {
            float[] row = Arrays.copyOfRange(scores.values(), node * classes, (node + 1) * classes);
            double most = IntStream.range(0, classes).mapToDouble(c -> row[c]).max().orElseThrow();
            double sum =
                    IntStream.range(0, classes).mapToDouble(c -> Math.exp(row[c] - most)).sum();
            sureness[node] = 1 / sum;
        }
        return sureness;
    }
}
