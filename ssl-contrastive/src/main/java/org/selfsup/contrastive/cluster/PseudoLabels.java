package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.cluster.Clustering;
import org.selfsup.cluster.KMeans;
import org.selfsup.encoder.Distribution;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.Sinkhorn;
import org.selfsup.train.Buffer;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;

/**
 * The cluster of every sample as of the last clustering, and the centroids.
 *
 * <p>A sample that had not been seen by then has none: it gets a centroid near to its present
 * feature, chosen as SwAV does, so that a batch uses all centroids alike. With the nearest one a
 * network soon puts everything into one cluster. Before the first clustering sample i is in cluster
 * i mod k.
 *
 * <p>The first clustering takes place when {@value #FIRST} samples a cluster have been seen, in the
 * first epoch at the latest; from then on they come at a fixed distance.
 */
final class PseudoLabels {

    private static final int FIRST = 8;
    private static final Sinkhorn EVEN = new Sinkhorn(3, 0.05f);

    private final int samples;
    private final int clusters;
    private final Buffer labels;
    private final Buffer first;
    private final Buffer centroids;
    private final Buffer perplexity;
    private final Buffer reassigned;

    /** One clustering of so many samples by features of so many dimensions. */
    PseudoLabels(int samples, int clusters, int dimension) {
        if (clusters < 2 || clusters > samples) {
            throw new IllegalArgumentException(
                    samples
                            + " samples are put in 2 to "
                            + samples
                            + " clusters, got "
                            + clusters
                            + "; choose another number of clusters");
        }
        this.samples = samples;
        this.clusters = clusters;
        labels = Buffer.filled(-1, samples);
        first = Buffer.filled(-1, samples);
        centroids = new Buffer(new Distribution.UnitRows(), clusters, dimension);
        perplexity = Buffer.filled(clusters, 1);
        reassigned = new Buffer(1);
    }

    /** What a checkpoint must hold. */
    Networks buffers() {
        return new Networks()
                .beside("labels", labels)
                .beside("first", first)
                .beside("centroids", centroids)
                .beside("perplexity", perplexity)
                .beside("reassigned", reassigned);
    }

    /** k centroids, {@code (k, d)}; random directions before the first clustering. */
    NDArray centroids() {
        return centroids.value();
    }

    /** Refuses a negative distance between clusterings. */
    static void checkEvery(int every) {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "Clusterings are at least 1 step apart, or an epoch, said by 0; got " + every);
        }
    }

    /** The cluster of every sample, {@code (N)}, -1 for none; not a copy. */
    NDArray array() {
        return labels.value();
    }

    /** The cluster of every sample, -1 for none. */
    int[] labels() {
        return labels.integers();
    }

    /** The cluster of every sample after the first clustering, -1 for none. */
    int[] first() {
        return first.integers();
    }

    /**
     * Whether it is time to cluster after this step.
     *
     * @param every steps between clusterings, 0 for an epoch
     */
    boolean due(Pass pass, int every) {
        long n = pass.samples().length;
        long epoch = samples / n;
        long period = every == 0 ? epoch : every;
        long seen = (pass.step() + 1) * n;
        long enough = Math.min((long) FIRST * clusters, epoch * n);
        boolean first = seen >= enough && seen - n < enough;
        return first || (seen > enough && (pass.step() + 1) % period == 0);
    }

    /**
     * Takes over what was found.
     *
     * @param found clusters of some samples
     * @param seen which samples those are; all others have no cluster
     */
    void renew(Clustering found, int[] seen) {
        int[] before = labels();
        int[] now = new int[samples];
        int[] old = new int[seen.length];
        Arrays.fill(now, -1);
        for (int i = 0; i < seen.length; i++) {
            now[seen[i]] = found.of()[i];
            old[i] = before[seen[i]];
        }
        boolean none = Arrays.stream(before).allMatch(label -> label < 0);
        if (none) {
            first.set(now);
        }
        labels.set(now);
        centroids.set(found.centroids());
        perplexity.set((float) found.perplexity());
        reassigned.set(none ? 1 : (float) found.reassigned(old));
    }

    /** Clusters what a bank has seen, with another start for each of several clusterings. */
    static void renew(
            List<PseudoLabels> several, FeatureBank bank, KMeans kMeans, RandomGenerator random) {
        FeatureBank.Seen seen = bank.seen();
        for (PseudoLabels one : several) {
            one.renew(kMeans.cluster(seen.rows(), bank.dimension(), random), seen.samples());
        }
    }

    /** Shows how the last clustering went. */
    void report(Pass pass) {
        pass.report("cluster_perplexity", perplexity.value());
        pass.report("reassigned", reassigned.value());
    }

    /**
     * The clusters of the samples of a batch, {@code (n)} of type INT64.
     *
     * @param features {@code (n, d)} as they are clustered, for samples that have no cluster
     */
    NDArray of(Pass pass, NDArray features) {
        int[] last = labels();
        int[] batch = batch(pass, features);
        boolean clustered = Arrays.stream(last).anyMatch(label -> label >= 0);
        long[] even = clustered ? even(features) : new long[0];
        long[] of = new long[batch.length];
        for (int i = 0; i < of.length; i++) {
            int label = last[batch[i]];
            of[i] = label >= 0 ? label : clustered ? even[i] : batch[i] % clusters;
        }
        return features.getManager().create(of, new Shape(of.length));
    }

    /** Weights of samples, {@code (n)}, that sum to 1 and let every cluster count alike. */
    NDArray evenWeights(NDArray labels) {
        int[] sizes = new int[clusters];
        for (int label : labels()) {
            sizes[Math.max(0, label)] += label < 0 ? 0 : 1;
        }
        long[] of = labels.toLongArray();
        float[] weights = new float[of.length];
        double sum = 0;
        for (int i = 0; i < of.length; i++) {
            weights[i] = 1f / Math.max(1, sizes[(int) of[i]]);
            sum += weights[i];
        }
        for (int i = 0; i < of.length; i++) {
            weights[i] /= (float) sum;
        }
        return labels.getManager().create(weights);
    }

    /** Near centroids, all used alike: the nearest alone would soon be the same for all. */
    private long[] even(NDArray features) {
        NDArray half = Numbers.times(centroids().square().sum(new int[] {1}), 0.5); // (k)
        NDArray scores = features.stopGradient().matMul(centroids().transpose()).sub(half);
        return EVEN.evaluate(scores).argMax(1).toLongArray();
    }

    /** The samples of a batch, of which a clustering method must know which they are. */
    static int[] batch(Pass pass, NDArray features) {
        int[] batch = pass.samples();
        if (batch.length != features.size(0)) {
            throw new IllegalArgumentException(
                    "Clusters belong to samples: expected the index of each of "
                            + features.size(0)
                            + " samples in the pass, got "
                            + batch.length
                            + "; train with a Pretrainer and whole batches");
        }
        return batch;
    }
}
