package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Queue;

/**
 * MoCo: a query finds its key in a long queue of keys from a slowly moving encoder.
 *
 * <pre>{@code
 * q = f_q(x_q),   k = f_k(x_k)                       (algorithm 1)
 * L = -log( exp(q . k+ / t) / sum_{i=0..K} exp(q . k_i / t) )   (eq. 1)
 * theta_k <- m theta_k + (1 - m) theta_q             (eq. 2)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}, the first for queries, the second for keys; row i of
 * both shows the same sample. The encoder gives {@code (n, d)}, the projector {@code (n, p)}. Both
 * are trained; their momentum encoder f_k and the queue of K keys follow and are part of a
 * checkpoint. After training the encoder's output is the representation.
 *
 * <p>Differs from the paper: where it shuffles the keys among its eight GPUs, so that BatchNorm
 * cannot tell a query by the statistics it shares with its key, one device here splits both views
 * into {@link Config#groups} that are normalised each by itself, the keys in shuffled order. One
 * group leaves BatchNorm as it is; the cheat it allows was never seen to matter with small images.
 *
 * <p>Use it where batches are small: the queue has the negatives. Its queue must be refilled often
 * enough that its oldest keys, K / n steps old, still resemble new ones.
 *
 * <p>He et al. 2019, <a href="https://arxiv.org/abs/1911.05722">Momentum contrast for unsupervised
 * visual representation learning</a>.
 */
public final class MoCo implements PretextTask {

    private final Networks networks;
    private final Sequence queryNetwork;
    private final MomentumEncoder keyNetwork;
    private final Queue queue;
    private final InfoNceLoss loss;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension p, that the projector gives; 128 in the paper
     * @param queue K, keys kept, at least a batch; 65536 in the paper
     * @param temperature t, positive; 0.07 in the paper
     * @param momentum m, share of the key encoder that is kept, 0 to 1; 0.999 in the paper
     * @param groups parts of a batch with BatchNorm statistics of their own; 8 GPUs in the paper
     */
    public record Config(int dimension, int queue, float temperature, double momentum, int groups) {

        /** Section 3.3 and 4.1 of the paper. */
        public static final Config PAPER = new Config(128, 65536, 0.07f, 0.999, 8);

        /** Checks the number of groups; the parts check the rest. */
        public Config {
            if (groups < 1) {
                throw new IllegalArgumentException(
                        "MoCo normalises at least 1 group of samples, got " + groups);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, one linear layer in the paper
     * @param config sizes and coefficients
     */
    public MoCo(Block encoder, Block projector, Config config) {
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        queryNetwork = networks.chain("encoder", "projector");
        keyNetwork = new MomentumEncoder(queryNetwork);
        queue = new Queue(config.queue(), config.dimension());
        networks.beside("key_network", keyNetwork).beside("queue", queue);
        loss = new InfoNceLoss(config.temperature());
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray q = inGroups(pass, queryNetwork, views.get(0)); // (n, p)
        NDArray k = keys(pass, views.get(1)); // (n, p), rows of length 1
        pass.watch(q, k);
        pass.afterStep(() -> queue.enqueue(k));
        return loss.evaluate(q, k, queue.rows());
    }

    @Override
    public void afterStep(Pass pass) {
        keyNetwork.update(config.momentum());
    }

    private NDArray keys(Pass pass, NDArray view) {
        try (Autograd off = Autograd.off()) {
            if (config.groups() == 1) {
                return pass.forward(keyNetwork, view).normalize(2, 1);
            }
            int[] order = Randomness.permutation((int) view.size(0), pass.random());
            int[] back = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                back[order[i]] = i;
            }
            NDArray k = inGroups(pass, keyNetwork, Rows.of(view, order));
            return Rows.of(k, back).normalize(2, 1);
        }
    }

    /** A network's output of a batch that it sees group by group. */
    private NDArray inGroups(Pass pass, Block network, NDArray view) {
        int groups = config.groups();
        if (groups == 1) {
            return pass.forward(network, view);
        }
        long n = view.size(0);
        NDList parts = new NDList();
        for (int i = 0; i < groups; i++) {
            NDIndex range = new NDIndex(n * i / groups + ":" + n * (i + 1) / groups);
            parts.add(pass.forward(network, view.get(range)));
        }
        return NDArrays.concat(parts);
    }
}
