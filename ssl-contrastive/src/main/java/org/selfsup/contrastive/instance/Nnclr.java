package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.NnclrLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Queue;

/**
 * NNCLR: the positive is not the other view itself but its nearest neighbour among earlier samples.
 *
 * <pre>{@code
 * L = ( l(z1, p2) + l(z2, p1) ) / 2,   p = q(z),   z = g(f(x))
 * l_i(z, p) = -log( exp(nn(z_i, Q) . p_i / t) / sum_j exp(nn(z_i, Q) . p_j / t) )     (eq. 3)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder f
 * gives {@code (n, d)}, the projector g {@code (n, p)}, the predictor q {@code (n, p)}. All three
 * are trained, by the predictions alone: neighbours carry no gradient. The support set Q of
 * projections, the first view's of the last batches, is part of a checkpoint. After training f
 * gives the representation.
 *
 * <p>Positives from other pictures vary more than crops of one, so it depends less on the
 * augmentation. Neighbours must be worth something: the support set wants to be many times the
 * batch, and while it still holds the random rows it starts with little is learnt.
 *
 * <p>Dwibedi et al. 2021, <a href="https://arxiv.org/abs/2104.14548">With a little help from my
 * friends: Nearest-neighbor contrastive learning of visual representations</a>.
 */
public final class Nnclr implements PretextTask {

    private final Siamese siamese;
    private final Block predictor;
    private final Queue support;
    private final NnclrLoss loss;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension p, that the projector gives; 256 in the paper
     * @param support rows of the support set, at least a batch; 98304 in the paper
     * @param temperature t, positive; 0.1 in the paper
     */
    public record Config(int dimension, int support, float temperature) {

        /** The paper's: 256, 98304, 0.1. */
        public static final Config PAPER = new Config(256, 98304, 0.1f);
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}; d-2048-2048-256 with BatchNorm in the paper
     * @param predictor q, {@code (n, p) -> (n, p)}; 256-4096-256 with BatchNorm in the paper
     * @param config sizes and temperature
     */
    public Nnclr(Block encoder, Block projector, Block predictor, Config config) {
        this.predictor = predictor;
        siamese = new Siamese(encoder, projector);
        support = new Queue(config.support(), config.dimension());
        networks().add("predictor", predictor).beside("support", support);
        loss = new NnclrLoss(config.temperature());
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, (z1, z2) -> loss(pass, z1, z2));
    }

    private NDArray loss(Pass pass, NDArray z1, NDArray z2) {
        NDArray p1 = pass.forward(predictor, z1); // (n, p)
        NDArray p2 = pass.forward(predictor, z2);
        NDArray rows = support.rows();
        pass.afterStep(() -> support.enqueue(z1.normalize(2, 1)));
        return Numbers.times(loss.evaluate(z1, p2, rows).add(loss.evaluate(z2, p1, rows)), 0.5);
    }
}
