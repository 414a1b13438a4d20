package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selfsup.cluster.KMeans;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.LocalAggregationLoss;
import org.selfsup.train.FeatureBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Local aggregation: of the samples that resemble one most, those that several clusterings put
 * beside it attract, the others repel.
 *
 * <pre>{@code
 * L(C_i, B_i | x_i) = -log( P(C_i and B_i | v_i) / P(B_i | v_i) )
 * m_i <- unit(m m_i + (1 - m) v_i)
 * }</pre>
 *
 * <p>v is g(f(x)) at unit length, m_i the row of sample i in the bank, B_i its nearest rows, C_i
 * the union of its clusters in several runs of k-means over the bank; see {@link
 * LocalAggregationLoss}.
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder f
 * gives {@code (n, d)}, the projector g {@code (n, p)}. Both are trained; the bank and the clusters
 * are part of a checkpoint. After training f gives the representation.
 *
 * <p>Differs from the paper: it takes two views of a sample, and its row is moved before the loss
 * by what both say, without gradient, where the paper takes one view and moves the row after. So a
 * sample has something to come near to when it is seen for the first time, and short trainings
 * learn. What the bank holds comes from the passes of the epoch, as in the paper. Until the first
 * clustering a sample is close to itself alone, the paper's start with instance discrimination. The
 * penalty on the weights is the optimizer's weight decay.
 *
 * <p>Use it where a bank of all samples fits in memory: a step compares each sample with all rows.
 * It does not collapse; clusters that are too small make it instance discrimination, too large ones
 * pull classes together.
 *
 * <p>Zhuang, Zhai, Yamins 2019, <a href="https://arxiv.org/abs/1903.12355">Local aggregation for
 * unsupervised learning of visual embeddings</a>.
 */
public final class LocalAggregation implements PretextTask {

    private final Networks networks;
    private final Sequence network;
    private final FeatureBank bank;
    private final List<PseudoLabels> runs = new ArrayList<>();
    private final LocalAggregationLoss loss;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param clusters k of each run, 2 to the number of samples; 30,000 with deep networks
     * @param runs of k-means that start differently, at least 1; 10 with deep networks
     * @param iterations rounds of k-means at most, at least 1
     * @param momentum m, share of a row of the bank that is kept, 0 to 1; 0.5 in the paper
     * @param every steps between clusterings; 0 for an epoch, as in the paper
     */
    public record Config(int clusters, int runs, int iterations, double momentum, int every) {

        /** The setting of the authors' deep networks on ImageNet; 20 rounds are our choice. */
        public static final Config PAPER = new Config(30_000, 10, 20, 0.5, 0);

        /** Checks the numbers that no part checks. */
        public Config {
            PseudoLabels.checkEvery(every);
            if (runs < 1 || !(momentum >= 0 && momentum <= 1)) {
                throw new IllegalArgumentException(
                        "Local aggregation needs at least 1 run of k-means and a momentum from 0 to"
                                + " 1, got "
                                + runs
                                + " and "
                                + momentum);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}, one linear layer in the paper
     * @param bank for the embedding of every sample, of dimension p; 128 in the paper
     * @param loss with the background and the temperature
     * @param config sizes and coefficients
     */
    public LocalAggregation(
            Block encoder,
            Block projector,
            FeatureBank bank,
            LocalAggregationLoss loss,
            Config config) {
        this.bank = bank;
        this.loss = loss;
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
        networks.beside("bank", bank);
        for (int i = 0; i < config.runs(); i++) {
            runs.add(new PseudoLabels(bank.size(), config.clusters(), bank.dimension()));
            networks.beside("clusters" + i, runs.get(i).buffers());
        }
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray v1 = pass.forward(network, views.get(0)).normalize(2, 1); // (n, p)
        NDArray v2 = pass.forward(network, views.get(1)).normalize(2, 1);
        int[] samples = PseudoLabels.batch(pass, v1);
        pass.watch(v1, v2);
        NDArray index = index(pass, samples);
        NDArray own = remember(pass, samples, index, v1.add(v2));
        NDList clusters = new NDList();
        for (PseudoLabels run : runs) {
            run.report(pass);
            clusters.add(run.array());
        }
        NDArray all = NDArrays.stack(clusters).toType(DataType.INT64, false); // (runs, M)
        NDArray l1 = loss.evaluate(v1, bank.rows(), index, own, all);
        NDArray l2 = loss.evaluate(v2, bank.rows(), index, own, all);
        return Numbers.times(l1.add(l2), 0.5);
    }

    /** Moves the rows of a batch; its clusters in each run, {@code (runs, n)}. */
    private NDArray remember(Pass pass, int[] samples, NDArray index, NDArray seen) {
        try (Autograd off = Autograd.off()) {
            NDArray fresh = seen.normalize(2, 1).mul(1 - config.momentum());
            NDArray kept = bank.rows().get(index).mul(config.momentum());
            NDArray rows = fresh.add(kept).normalize(2, 1); // (n, p)
            bank.put(samples, rows);
            NDList own = new NDList();
            runs.forEach(run -> own.add(run.of(pass, rows)));
            return NDArrays.stack(own);
        }
    }

    @Override
    public void afterStep(Pass pass) {
        if (runs.get(0).due(pass, config.every())) {
            KMeans kMeans =
                    new KMeans(config.clusters(), config.iterations(), KMeans.Metric.COSINE);
            PseudoLabels.renew(runs, bank, kMeans, pass.random());
        }
    }

    /**
     * The cluster of every sample of the training set as of the first run's last clustering, -1 for
     * none.
     */
    public int[] clusters() {
        return runs.get(0).labels();
    }

    /** The cluster of every sample after the first run's first clustering, -1 for none. */
    public int[] firstClusters() {
        return runs.get(0).first();
    }

    private static NDArray index(Pass pass, int[] samples) {
        long[] index = Arrays.stream(samples).asLongStream().toArray();
        return pass.manager().create(index, new Shape(samples.length));
    }
}
