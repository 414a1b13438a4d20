package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A rule that turns gradients into updates.
 *
 * <p>A rule is a value: it holds coefficients, no state. Its state, the slots, is one array for
 * each parameter and slot, of the parameter's shape and zero at first, and belongs to the loop,
 * which saves it with every checkpoint.
 *
 * <p>DJL's optimizers are not used: their state cannot be read or saved, they know no groups, and
 * Adam's epsilon sits outside of its bias correction.
 */
public interface Optimizer {

    /** Names of the slots, such as {@code momentum}. */
    List<String> slots();

    /**
     * Updates parameters and slots in place.
     *
     * @param group what to update
     * @param learningRate of this step
     * @param update number of this update, from 1
     */
    void step(Group group, double learningRate, long update);

    /**
     * Parameters that are treated alike.
     *
     * @param parameters what to update, in place; nothing is recorded meanwhile
     * @param gradients one for each parameter, of its layout in memory; not to be written to
     * @param slots for each slot one array for each parameter
     * @param decayed whether weight decay (and LARS's scaling) applies; usually not to biases and
     *     the parameters of norms
     */
    record Group(NDList parameters, NDList gradients, List<NDList> slots, boolean decayed) {

        /** The weight decay that applies. */
        double decay(double weightDecay) {
            return decayed ? weightDecay : 0;
        }

        /** Coefficients as an argument of a script, in the order given. */
        NDList coefficients(double... values) {
            NDArray array = gradients.head().getManager().create(values);
            return new NDList(array);
        }
    }
}
