package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** x + body(x), for a body that keeps the shape and does not write over x. */
public final class Skip extends AbstractBlock {

    private final Block body;

    /**
     * Leads around a body.
     *
     * @param body any shape to the same
     */
    public Skip(Block body) {
        this.body = addChildBlock("body", body);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (NDArray y = body.forward(parameterStore, inputs, training).singletonOrThrow()) {
            return new NDList(inputs.head().add(y));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        body.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
