package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.DclLoss;
import org.selfsup.loss.DclwLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * DCL and DCLW: {@link SimClr} with a loss that leaves the positive out of the denominator.
 *
 * <pre>{@code
 * l_i = -w_i s(z1_i, z2_i) / t + log sum over negatives of exp(s / t)     (eq. 6; w = 1 in DCL)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector {@code (n, p)}. Both are trained; after training the encoder's
 * output is the representation. Views go through the networks one by one, as in {@link SimClr}.
 *
 * <p>In SimCLR an easy positive takes the gradient from its negatives too, the more the smaller the
 * batch; here it does not. Use it for batches below some 512; with large ones the two agree. DCLW
 * gives more weight to positives that are still far apart.
 *
 * <p>Yeh et al. 2022, <a href="https://arxiv.org/abs/2110.06848">Decoupled contrastive
 * learning</a>.
 */
public final class Dcl implements PretextTask {

    private final Siamese siamese;
    private final BinaryOperator<NDArray> loss;

    /**
     * DCL.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, an MLP with one hidden layer
     * @param loss with its temperature, 0.1 in the paper
     */
    public Dcl(Block encoder, Block projector, DclLoss loss) {
        siamese = new Siamese(encoder, projector);
        this.loss = loss::evaluate;
    }

    /**
     * DCLW.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, an MLP with one hidden layer
     * @param loss with its temperature and sigma, 0.1 and 0.5 in the paper
     */
    public Dcl(Block encoder, Block projector, DclwLoss loss) {
        siamese = new Siamese(encoder, projector);
        this.loss = loss::evaluate;
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, loss);
    }
}
