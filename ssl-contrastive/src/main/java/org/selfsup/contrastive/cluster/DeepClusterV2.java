package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.cluster.KMeans;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * DeepCluster-v2: the centroids of the last epoch's embeddings are the classifier of this one.
 *
 * <pre>{@code
 * c, y = spherical k-means(z_1, ..., z_N),   z = g(f(x)) / |g(f(x))|
 * L = mean over heads, views and samples of  -log softmax(z . c / t)(y)
 * }</pre>
 *
 * <p>Input: two or more views {@code (n, c, h, w)} of any sizes, as multi-crop gives them; row i of
 * all shows the same sample. The encoder f gives {@code (n, d)}, the projector g {@code (n, p)}.
 * Both are trained. The heads are clusterings of the same embeddings that start differently; their
 * centroids are replaced by each clustering and never trained. The bank of embeddings, centroids
 * and clusters are part of a checkpoint. After training f gives the representation.
 *
 * <p>Embeddings are those the samples had in the passes of the epoch, augmented and in train mode:
 * the appendix does so too, because it saves the pass over the whole set, and a task needs no data
 * set. Differs from the authors' code: that keeps a bank for each large crop and fills it before
 * the first step; here the first view alone is kept, the first clustering comes early in the first
 * epoch, and what was not seen by then has a cluster near to another of its views, assigned evenly
 * as in SwAV.
 *
 * <p>Use it as DeepCluster; centroids that are the classifier need no start anew, so it learns
 * faster. {@code cluster_perplexity} far below k says that it collapses.
 *
 * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised learning of visual
 * features by contrasting cluster assignments</a>, appendix.
 */
public final class DeepClusterV2 implements PretextTask {

    private static final ClassificationLoss LOSS = new ClassificationLoss();

    private final Networks networks;
    private final Sequence network;
    private final FeatureBank bank;
    private final List<PseudoLabels> heads = new ArrayList<>();
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param clusters k of each head, 2 to the number of samples; 3000 in the authors' code
     * @param heads clusterings at once, at least 1; 3 in the authors' code
     * @param temperature t, positive; 0.1 in the paper
     * @param iterations rounds of k-means at most, at least 1; 10 in the authors' code
     * @param every steps between clusterings; 0 for an epoch, as in the paper
     */
    public record Config(int clusters, int heads, float temperature, int iterations, int every) {

        /** The appendix of the paper and its code. */
        public static final Config PAPER = new Config(3000, 3, 0.1f, 10, 0);

        /** Checks the numbers that no part checks. */
        public Config {
            PseudoLabels.checkEvery(every);
            if (heads < 1 || !(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "DeepCluster-v2 needs at least 1 head and a positive, finite temperature,"
                                + " got "
                                + heads
                                + " and "
                                + temperature);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}; an MLP d-2048-128 with BatchNorm in the paper
     * @param bank for the embedding of every sample, of dimension p
     * @param config sizes and coefficients
     */
    public DeepClusterV2(Block encoder, Block projector, FeatureBank bank, Config config) {
        this.bank = bank;
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
        networks.beside("bank", bank);
        for (int i = 0; i < config.heads(); i++) {
            heads.add(new PseudoLabels(bank.size(), config.clusters(), bank.dimension()));
            networks.beside("clusters" + i, heads.get(i).buffers());
        }
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList z = new NDList();
        for (NDArray view : views) {
            z.add(pass.forward(network, view).normalize(2, 1)); // (n, p)
        }
        NDArray first = z.get(0);
        NDArray second = z.get(1);
        int[] samples = PseudoLabels.batch(pass, first);
        pass.watch(first, second);
        pass.afterStep(() -> bank.put(samples, first));
        NDArray sum = Numbers.of(pass.manager(), 0);
        for (PseudoLabels head : heads) {
            head.report(pass);
            NDArray ofFirst = head.of(pass, first); // (n)
            NDArray ofSecond = head.of(pass, second);
            NDArray centroids = Numbers.times(head.centroids().transpose(), 1 / temperature());
            for (int v = 0; v < z.size(); v++) {
                NDArray logits = z.get(v).matMul(centroids); // (n, k)
                sum = sum.add(LOSS.evaluate(logits, v == 0 ? ofSecond : ofFirst));
            }
        }
        return Numbers.times(sum, 1.0 / (heads.size() * z.size()));
    }

    @Override
    public void afterStep(Pass pass) {
        if (heads.get(0).due(pass, config.every())) {
            KMeans kMeans =
                    new KMeans(config.clusters(), config.iterations(), KMeans.Metric.COSINE);
            PseudoLabels.renew(heads, bank, kMeans, pass.random());
        }
    }

    /**
     * The cluster of every sample of the training set as of the first head's last clustering, -1
     * for none.
     */
    public int[] clusters() {
        return heads.get(0).labels();
    }

    /** The cluster of every sample after the first head's first clustering, -1 for none. */
    public int[] firstClusters() {
        return heads.get(0).first();
    }

    private double temperature() {
        return config.temperature();
    }
}
