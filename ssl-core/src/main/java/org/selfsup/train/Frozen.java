package org.selfsup.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.StateDict;

/**
 * A network run so that a part of it learns nothing: DINO's last layer in the first epoch.
 *
 * <p>Gradients pass through the part to what comes before it, its own parameters get none. It is
 * the network itself, not a copy, with no parameters of its own; shapes are those of the network.
 */
public final class Frozen extends AbstractBlock {

    private final Block network;
    private final Set<Parameter> kept;

    /**
     * Keeps a part as it is.
     *
     * @param network what to run
     * @param part the blocks within it that learn nothing
     */
    public Frozen(Block network, Block part) {
        this.network = network;
        this.kept = new HashSet<>(StateDict.parameters(part).values());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return network.forward(new Detached(inputs.head()), inputs, training, params);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return network.getOutputShapes(inputShapes);
    }

    /** Gives the parameters of the part without gradient. */
    private final class Detached extends ParameterStore {

        private final NDManager owner;

        Detached(NDArray input) {
            super(input.getManager(), false);
            owner = input.getManager();
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            NDArray value = super.getValue(parameter, device, training);
            if (!kept.contains(parameter)) {
                return value;
            }
            NDArray detached = value.stopGradient();
            detached.attach(owner);
            return detached;
        }
    }
}
