package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.random.RandomGenerator;
import org.selfsup.cluster.Clustering;
import org.selfsup.cluster.KMeans;
import org.selfsup.cluster.Whitening;
import org.selfsup.encoder.Distribution;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * DeepCluster: cluster the features, learn the clusters as if they were classes, and again.
 *
 * <pre>{@code
 * y = k-means(unit(whiten(f(x_1), ..., f(x_N))))          (eq. 2)
 * L = sum_i w_i CE(g(f(x_i)), y_i),   w_i ~ 1 / size of cluster y_i   (eq. 1, section 3.3)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder f
 * gives {@code (n, d)}, the classifier g {@code (n, k)}. Both are trained; g starts anew after each
 * clustering, because clusters have no lasting names. The bank of features, the clusters and the
 * whitening are part of a checkpoint. After training f gives the representation.
 *
 * <p>Differs from the paper: features are those the samples had in the passes of the epoch, of the
 * first view, augmented and in train mode, as in DeepCluster-v2, not of an extra pass over the
 * whole set in evaluation mode. So a task needs no data set, and an epoch no pass more. What was
 * not seen before the last clustering has a cluster near to its other view, assigned evenly as in
 * SwAV. Samples are weighted by the inverse size of their cluster, which the paper calls equivalent
 * to drawing clusters evenly. There is no Sobel filter: put it into the encoder. The optimizer's
 * slots of g are not reset.
 *
 * <p>Use it where there are some dozens of samples a cluster. It fails by putting all samples in a
 * few clusters (watch {@code cluster_perplexity}) or by never settling ({@code reassigned} near 1).
 *
 * <p>Caron et al. 2018, <a href="https://arxiv.org/abs/1807.05520">Deep clustering for unsupervised
 * learning of visual features</a>.
 */
public final class DeepCluster implements PretextTask {

    private static final ClassificationLoss LOSS = new ClassificationLoss();

    private static final double HEAD_STD = 0.01;

    private final Networks networks;
    private final Block encoder;
    private final Block classifier;
    private final FeatureBank bank;
    private final PseudoLabels clusters;
    private final Buffer mean;
    private final Buffer matrix;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param clusters k, 2 to the number of samples; 10,000 in the paper
     * @param components of the features that are clustered, 1 to d; 256 in the paper
     * @param iterations rounds of k-means at most, at least 1; 20 in the authors' code
     * @param every steps between clusterings; 0 for an epoch, as in the paper
     */
    public record Config(int clusters, int components, int iterations, int every) {

        /** Section 4 of the paper and its code. */
        public static final Config PAPER = new Config(10_000, 256, 20, 0);

        /** Checks the distance between clusterings; the parts check the rest. */
        public Config {
            PseudoLabels.checkEvery(every);
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param bank for the features of every sample, of dimension d
     * @param config sizes
     */
    public DeepCluster(Block encoder, FeatureBank bank, Config config) {
        int d = bank.dimension();
        if (config.components() < 1 || config.components() > d) {
            throw new IllegalArgumentException(
                    "Features of dimension "
                            + d
                            + " have 1 to "
                            + d
                            + " components to cluster, got "
                            + config.components());
        }
        this.encoder = encoder;
        this.bank = bank;
        this.config = config;
        classifier = Layers.linear(config.clusters(), true);
        clusters = new PseudoLabels(bank.size(), config.clusters(), config.components());
        mean = new Buffer(d);
        matrix = new Buffer(d, config.components());
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("classifier", classifier)
                        .beside("bank", bank)
                        .beside("clusters", clusters.buffers())
                        .beside("mean", mean)
                        .beside("whitening", matrix);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray h1 = pass.forward(encoder, views.get(0)); // (n, d)
        NDArray h2 = pass.forward(encoder, views.get(1));
        int[] samples = PseudoLabels.batch(pass, h1);
        pass.watch(h1, h2);
        pass.afterStep(() -> bank.put(samples, h1));
        clusters.report(pass);
        NDArray l1 = classified(pass, h1, clusters.of(pass, whitened(h2)));
        NDArray l2 = classified(pass, h2, clusters.of(pass, whitened(h1)));
        return Numbers.times(l1.add(l2), 0.5);
    }

    @Override
    public void afterStep(Pass pass) {
        if (clusters.due(pass, config.every())) {
            FeatureBank.Seen seen = bank.seen();
            Whitening found = Whitening.of(seen.rows(), bank.dimension(), config.components());
            KMeans kMeans =
                    new KMeans(config.clusters(), config.iterations(), KMeans.Metric.EUCLIDEAN);
            Clustering clustering =
                    kMeans.cluster(found.unitRows(seen.rows()), config.components(), pass.random());
            clusters.renew(clustering, seen.samples());
            mean.set(found.mean());
            matrix.set(found.matrix());
            restart(pass.random());
        }
    }

    /** The cluster of every sample of the training set as of the last clustering, -1 for none. */
    public int[] clusters() {
        return clusters.labels();
    }

    /** The cluster of every sample after the first clustering, -1 for none. */
    public int[] firstClusters() {
        return clusters.first();
    }

    private NDArray whitened(NDArray h) {
        NDArray centred = h.stopGradient().sub(mean.value());
        return centred.matMul(matrix.value()).normalize(2, 1); // (n, components)
    }

    private NDArray classified(Pass pass, NDArray h, NDArray labels) {
        NDArray logits = pass.forward(classifier, h); // (n, k)
        return LOSS.evaluate(logits, labels, clusters.evenWeights(labels));
    }

    /** Weights from N(0, 0.01^2) and no bias, as in the authors' code. */
    private void restart(RandomGenerator random) {
        StateDict.parameters(classifier)
                .forEach(
                        (name, parameter) -> {
                            NDArray array = parameter.getArray();
                            Shape shape = array.getShape();
                            float[] values =
                                    name.equals("bias")
                                            ? new float[(int) shape.size()]
                                            : new Distribution.Normal(HEAD_STD)
                                                    .draw(shape, shape, random);
                            try (NDArray window = array.getManager().create(values, shape)) {
                                array.set(new NDIndex("..."), window);
                            }
                        });
    }
}
