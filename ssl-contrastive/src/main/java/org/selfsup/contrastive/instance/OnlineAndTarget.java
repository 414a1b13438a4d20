package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.Schedule;

/**
 * An online network and a target that follows it slowly: BYOL and those that learnt from it.
 *
 * <pre>{@code target <- m target + (1 - m) online }</pre>
 */
final class OnlineAndTarget {

    private final Siamese online;
    private final Block predictor;
    private final MomentumEncoder target;
    private final Schedule momentum;

    /** What is made of both networks' views of the same batch, each {@code (n, p)}. */
    @FunctionalInterface
    interface Loss {
        /**
         * A scalar.
         *
         * @param q1 what the online network makes of the first view
         * @param q2 and of the second
         * @param k1 what the target makes of the first view, without gradient
         * @param k2 and of the second
         */
        NDArray evaluate(NDArray q1, NDArray q2, NDArray k1, NDArray k2);
    }

    /** With a predictor that the target has not. */
    OnlineAndTarget(Block encoder, Block projector, Block predictor, Schedule momentum) {
        online = new Siamese(encoder, projector);
        this.predictor = predictor;
        this.momentum = momentum;
        networks().add("predictor", predictor);
        target = follow();
    }

    /** Without a predictor. */
    OnlineAndTarget(Block encoder, Block projector, Schedule momentum) {
        online = new Siamese(encoder, projector);
        this.predictor = new Sequence();
        this.momentum = momentum;
        target = follow();
    }

    private MomentumEncoder follow() {
        MomentumEncoder follower = new MomentumEncoder(online.network());
        networks().beside("target", follower);
        return follower;
    }

    Networks networks() {
        return online.networks();
    }

    /** The loss of each view's prediction and the target's view of the other. */
    NDArray compare(Pass pass, NDList views, Loss loss) {
        return online.compare(
                pass,
                views,
                (z1, z2) ->
                        loss.evaluate(
                                pass.forward(predictor, z1),
                                pass.forward(predictor, z2),
                                pass.forward(target, views.get(0)),
                                pass.forward(target, views.get(1))));
    }

    /** The online embedding of a view, {@code (n, p)}. */
    NDArray online(Pass pass, NDArray view) {
        return online.embed(pass, view);
    }

    /** The target's embedding of a view, {@code (n, p)}, without gradient. */
    NDArray target(Pass pass, NDArray view) {
        return pass.forward(target, view);
    }

    /** Moves the target; to be called after the step. */
    void update(Pass pass) {
        target.update(momentum.at(pass.step()));
    }
}
