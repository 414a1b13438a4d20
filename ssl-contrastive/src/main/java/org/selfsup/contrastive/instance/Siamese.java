package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Pass;

/** An encoder and a projector that see all views alike: how most methods here begin. */
final class Siamese {

    private final Networks networks = new Networks();
    private final Sequence network;

    /**
     * Puts them together as the roles {@code encoder} and {@code projector}.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}
     */
    Siamese(Block encoder, Block projector) {
        networks.add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
    }

    /** All networks; a method adds what else it has. */
    Networks networks() {
        return networks;
    }

    /** Encoder, then projector. */
    Sequence network() {
        return network;
    }

    /** The embedding of a view, {@code (n, p)}. */
    NDArray embed(Pass pass, NDArray view) {
        return pass.forward(network, view);
    }

    /** The loss of the embeddings of two views, which are shown to the health monitor. */
    NDArray compare(Pass pass, NDList views, BinaryOperator<NDArray> loss) {
        requireTwo(views);
        NDArray z1 = embed(pass, views.get(0)); // (n, p)
        NDArray z2 = embed(pass, views.get(1)); // (n, p)
        pass.watch(z1, z2);
        return loss.apply(z1, z2);
    }

    /** Refuses a batch of one view, or of more than are looked at. */
    static void requireTwo(NDList views) {
        if (views.size() != 2) {
            throw new IllegalArgumentException(
                    "Two views of every sample are compared, got "
                            + views.size()
                            + "; let the augmentation make two");
        }
    }
}
