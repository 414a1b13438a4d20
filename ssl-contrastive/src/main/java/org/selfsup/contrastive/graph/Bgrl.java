package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.NegativeCosineLoss;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * BGRL: from a node in one view of the graph predict what a slowly moving copy of the encoder makes
 * of it in the other.
 *
 * <pre>{@code
 * H1 = f(G1),  Z1 = q(H1),  H2' = f'(G2)                                  (section 3)
 * L = -(1/N) sum_i ( cos(z1_i, h2'_i) + cos(z2_i, h1'_i) )                (eq. 1, both ways)
 * phi <- tau phi + (1 - tau) theta                                        (eq. 3)
 * }</pre>
 *
 * <p>Input: two views of a graph, four arrays each, with the same N nodes in the same order. The
 * encoder f gives {@code (N, d)}, the predictor q {@code (N, d)}; there is no projector. Both are
 * trained; f' follows f, in train mode as {@link MomentumEncoder} has it. After training f gives
 * the representation of nodes.
 *
 * <p>The paper writes the two directions apart, each with a factor 2/N; as Adam does not see the
 * scale of a loss, here they are added as they are. Range [-2, 2].
 *
 * <p>Use it where a graph is too large for the pairs of {@link Grace}: time and memory grow with
 * nodes and edges only. It needs more steps. Encoders without BatchNorm or the like may collapse.
 *
 * <p>Thakoor et al. 2022, <a href="https://arxiv.org/abs/2102.06514">Large-Scale Representation
 * Learning on Graphs via Bootstrapping</a>.
 */
public final class Bgrl implements PretextTask {

    private final Networks networks;
    private final Block encoder;
    private final Block predictor;
    private final MomentumEncoder target;
    private final Schedule momentum;
    private final NegativeCosineLoss loss = new NegativeCosineLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f, a graph to {@code (N, d)}; two graph convolutions with BatchNorm and PReLU
     *     in the paper
     * @param predictor q, {@code (N, d) -> (N, d)}; an MLP with one hidden layer of 512 in the
     *     paper
     * @param momentum tau of every step; the paper's is {@link #momentum}
     */
    public Bgrl(Block encoder, Block predictor, Schedule momentum) {
        this.encoder = encoder;
        this.predictor = predictor;
        this.momentum = momentum;
        networks = new Networks().add("encoder", encoder).add("predictor", predictor);
        target = new MomentumEncoder(encoder);
        networks.beside("target", target);
    }

    /**
     * The paper's tau: from a base to 1 along half a cosine.
     *
     * @param base tau of the first step, 0.99 in the paper
     * @param steps in all
     */
    public static Schedule momentum(double base, long steps) {
        return Schedule.cosine(base, 1, steps);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<GraphBatch> views = TwoViews.of(batch);
        NDArray h1 = TwoViews.embed(pass, encoder, views.get(0)); // (N, d)
        NDArray h2 = TwoViews.embed(pass, encoder, views.get(1));
        NDArray z1 = pass.forward(predictor, h1); // (N, d)
        NDArray z2 = pass.forward(predictor, h2);
        NDArray t1 = TwoViews.embed(pass, target, views.get(0)); // (N, d), no gradient
        NDArray t2 = TwoViews.embed(pass, target, views.get(1));
        pass.watch(h1, h2);
        return loss.evaluate(z1, t2).add(loss.evaluate(z2, t1));
    }

    @Override
    public void afterStep(Pass pass) {
        target.update(momentum.at(pass.step()));
    }
}
