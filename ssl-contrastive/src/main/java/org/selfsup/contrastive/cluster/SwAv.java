package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.Sinkhorn;
import org.selfsup.loss.SwavLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Queue;

/**
 * SwAV: from one crop predict the prototypes that another crop of the same picture is assigned to.
 *
 * <pre>{@code
 * L(z_t, z_s) = l(z_t, q_s) + l(z_s, q_t)                            (eq. 1)
 * l(z, q) = -sum_k q(k) log softmax(z . c / t)(k)                    (eq. 2)
 * q = Sinkhorn(z . c): soft, and all prototypes equally often        (eq. 3 to 5)
 * }</pre>
 *
 * <p>Input: two large views {@code (n, c, h, w)}, then any number of small ones {@code (n, c, h',
 * w')}; row i of all shows the same sample. The encoder f gives {@code (n, d)} of either size, the
 * projector g {@code (n, p)}, at unit length z. Encoder, projector and prototypes c are trained;
 * each step ends with prototypes of length 1, and in the first steps they stay as they are. Every
 * view predicts the assignments of the large ones. The queues, one a large view, let assignments be
 * even over more samples than a batch; like the prototypes they are part of a checkpoint. After
 * training f gives the representation.
 *
 * <p>Differs from the authors' code: each view goes through the networks in a pass of its own, so
 * that BatchNorm's statistics are those of n samples of one view, where the code joins views of one
 * size; and steps are counted rather than epochs. The queues never give rows they have not been
 * given.
 *
 * <p>Use it with small batches too: many small crops cost little. With fewer samples, queue
 * included, than prototypes assignments cannot be even: start the queue earlier or take fewer
 * prototypes. It collapses if epsilon is too large ({@code cluster_perplexity} tells).
 *
 * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised learning of visual
 * features by contrasting cluster assignments</a>.
 */
public final class SwAv implements PretextTask {

    private static final int LARGE = 2;

    private final Networks networks;
    private final Sequence network;
    private final Prototypes prototypes;
    private final List<Queue> queues = new ArrayList<>();
    private final SwavLoss loss;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension p, that the projector gives; 128 in the paper
     * @param prototypes k, at least 2; 3000 in the paper
     * @param temperature t, positive; 0.1 in the paper
     * @param epsilon of the Sinkhorn assignment, positive; 0.05 in the paper
     * @param queue embeddings kept of each large view, at least a batch, or 0 for no queue; 3840 in
     *     the paper's setting for small batches
     * @param queueStart the first step in which the queue counts
     * @param frozen steps in which prototypes stay as they are; the first epoch in the paper
     */
    public record Config(
            int dimension,
            int prototypes,
            float temperature,
            float epsilon,
            int queue,
            long queueStart,
            long frozen) {

        /** Batches of 256 on ImageNet; 5004 steps are an epoch, and the queue starts after 15. */
        public static final Config PAPER =
                new Config(128, 3000, 0.1f, 0.05f, 3840, 15 * 5004, 5004);

        /** Checks the numbers that no part checks. */
        public Config {
            if (prototypes < 2 || queue < 0 || queueStart < 0 || frozen < 0) {
                throw new IllegalArgumentException(
                        "SwAV needs at least 2 prototypes, and 0 or more rows in the queue, steps"
                                + " before it starts and steps of frozen prototypes, got "
                                + prototypes
                                + ", "
                                + queue
                                + ", "
                                + queueStart
                                + " and "
                                + frozen);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)} for views of every size
     * @param projector g, {@code (n, d) -> (n, p)}; an MLP d-2048-128 with BatchNorm in the paper
     * @param config sizes and coefficients
     */
    public SwAv(Block encoder, Block projector, Config config) {
        this.config = config;
        loss = new SwavLoss(config.temperature(), new Sinkhorn(3, config.epsilon()));
        prototypes = new Prototypes(config.prototypes(), config.dimension());
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("projector", projector)
                        .add("prototypes", prototypes);
        network = networks.chain("encoder", "projector");
        for (int i = 0; config.queue() > 0 && i < LARGE; i++) {
            queues.add(new Queue(config.queue(), config.dimension()));
            networks.beside("queue" + i, queues.get(i));
        }
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        boolean frozen = pass.step() < config.frozen();
        NDList z = new NDList();
        NDList scores = new NDList();
        for (NDArray view : views) {
            NDArray one = pass.forward(network, view).normalize(2, 1); // (n, p)
            z.add(one);
            scores.add(frozen ? prototypes.fixed(one) : pass.forward(prototypes, one)); // (n, k)
        }
        pass.watch(z.get(0), z.get(1));
        pass.report("cluster_perplexity", perplexity(scores.head()));
        NDList remembered = new NDList();
        long n = views.head().size(0);
        for (int i = 0; i < queues.size(); i++) {
            Queue queue = queues.get(i);
            NDArray keys = z.get(i);
            if (pass.step() >= config.queueStart() && pass.step() * n >= config.queue()) {
                remembered.add(prototypes.fixed(queue.rows())); // (queue, k)
            }
            pass.afterStep(() -> queue.enqueue(keys));
        }
        return loss.evaluate(scores.subNDList(0, LARGE), scores.subNDList(LARGE), remembered);
    }

    @Override
    public void afterStep(Pass pass) {
        prototypes.normalize();
    }

    /** How many prototypes a batch is spread over, by what the network says of them. */
    private NDArray perplexity(NDArray scores) {
        try (Autograd off = Autograd.off()) {
            NDArray share =
                    Numbers.times(scores, 1 / config.temperature())
                            .softmax(1)
                            .mean(new int[] {0}); // (k)
            return share.mul(share.add(1e-12f).log()).sum().neg().exp();
        }
    }
}
