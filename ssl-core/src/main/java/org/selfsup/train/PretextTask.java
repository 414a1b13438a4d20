package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Networks;

/**
 * A method of self-supervised learning: what is learnt from data without labels.
 *
 * <p>One paper, one final class. A task owns networks and knows nothing of data sets, devices,
 * optimizers or loops. Everything that must survive a restart, trained or not (a target encoder, a
 * queue, a codebook), is a parameter of {@link #networks}; what a checkpoint holds is exactly that.
 */
public interface PretextTask {

    /** All networks and buffers by role: {@code encoder}, {@code projector}, {@code queue}, ... */
    Networks networks();

    /** The network whose features are wanted in the end, {@code encoder} among the networks. */
    default Block encoder() {
        return networks().get("encoder");
    }

    /**
     * The loss to minimise.
     *
     * @param pass what a forward pass needs
     * @param batch views or raw inputs, never labels
     * @return a scalar
     */
    NDArray loss(Pass pass, NDList batch);

    /**
     * What is minimised in each step, in order. One loss over everything unless the method says
     * otherwise; a two-player game has two objectives with parameters of their own.
     */
    default List<Objective> objectives() {
        return List.of(new Objective("loss", networks(), this::loss));
    }

    /**
     * Whether each loss is the mean over the batch of terms that know one sample each, so that a
     * batch may be learnt from part by part. Where samples are compared, as in contrast, it is not.
     */
    default boolean sumsOverSamples() {
        return false;
    }

    /** What happens after the optimizers, without gradient: the momentum update. */
    default void afterStep(Pass pass) {}

    /**
     * Makes the parameters, whose values depend on the seed and their names alone.
     *
     * @param seed of the weights
     * @param manager owner of the parameters, on the device to train on
     * @param batch shapes of the arrays of one batch
     */
    default void initialize(long seed, NDManager manager, Shape... batch) {
        Initialization.initialize(networks(), seed, manager, batch[0]);
    }
}
