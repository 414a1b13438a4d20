package org.selfsup.encoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Autograd;

/**
 * A network that is used as it is: a teacher, or features that a classifier is put on.
 *
 * <p>Its parameters are no longer trained, from here on and wherever else the network is used; give
 * {@code freezeParameters(false)} to undo it. Every pass is in evaluation mode, so that BatchNorm's
 * statistics stay, and none is recorded: no gradient flows back. Shapes are the network's.
 */
public final class FrozenNetwork extends AbstractBlock {

    private final Block network;

    /**
     * Freezes a network.
     *
     * @param network with or without values yet
     */
    public FrozenNetwork(Block network) {
        this.network = addChildBlock("network", network);
        network.freezeParameters(true);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (Autograd off = Autograd.off()) {
            return network.forward(parameterStore, inputs, false, params);
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return network.getOutputShapes(inputShapes);
    }
}
