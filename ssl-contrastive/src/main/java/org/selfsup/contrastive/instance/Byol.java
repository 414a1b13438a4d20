package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.ByolLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * BYOL: from one view predict what a slowly moving copy of the network makes of the other.
 *
 * <pre>{@code
 * L = |q(z) / |q(z)| - z' / |z'||^2,   z = g(f(v)),   z' = g'(f'(v'))   (eq. 2)
 * L_BYOL = L + L~,   the views exchanged                                (section 3.1)
 * xi <- tau xi + (1 - tau) theta                                        (eq. 1)
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder f
 * gives {@code (n, d)}, the projector g {@code (n, p)}, the predictor q {@code (n, p)}. All three
 * are trained; f' and g' follow f and g, in train mode as in the authors' code: they normalise with
 * the batch's statistics and keep running ones of their own. After training f gives the
 * representation.
 *
 * <p>Use it where there are no negatives to be had: small batches, samples that resemble each
 * other. Without the predictor or with a target that moves at once it collapses.
 *
 * <p>Grill et al. 2020, <a href="https://arxiv.org/abs/2006.07733">Bootstrap your own latent</a>.
 */
public final class Byol implements PretextTask {

    private final OnlineAndTarget both;
    private final ByolLoss loss = new ByolLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param projector g, {@code (n, d) -> (n, p)}; d-4096-256 with BatchNorm in the paper
     * @param predictor q, {@code (n, p) -> (n, p)}; 256-4096-256 with BatchNorm in the paper
     * @param momentum tau of every step; the paper's is {@link #momentum}
     */
    public Byol(Block encoder, Block projector, Block predictor, Schedule momentum) {
        both = new OnlineAndTarget(encoder, projector, predictor, momentum);
    }

    /**
     * The paper's tau: {@code 1 - (1 - base) (cos(pi k / K) + 1) / 2} (section 3.2).
     *
     * @param base tau of the first step, 0.996 in the paper
     * @param steps K, in all
     */
    public static Schedule momentum(double base, long steps) {
        return Schedule.cosine(base, 1, steps);
    }

    @Override
    public Networks networks() {
        return both.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return both.compare(
                pass, views, (p1, p2, t1, t2) -> loss.evaluate(p1, t2).add(loss.evaluate(p2, t1)));
    }

    @Override
    public void afterStep(Pass pass) {
        both.update(pass);
    }
}
