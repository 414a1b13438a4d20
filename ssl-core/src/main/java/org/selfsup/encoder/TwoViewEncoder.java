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
import org.selfsup.data.GraphBatch;

/**
 * Two encoders of graphs, one for each of two views, whose outputs are added. The inputs are the
 * four arrays of either view, with the same number of features; (n, d) comes out.
 */
public final class TwoViewEncoder extends AbstractBlock {

    private final Block first;
    private final Block second;

    /**
     * Puts the parts together.
     *
     * @param first sees the first view, child {@code first}
     * @param second sees the second view, child {@code second}; gives as much as the first
     */
    public TwoViewEncoder(GraphLayer first, GraphLayer second) {
        this.first = addChildBlock("first", first);
        this.second = addChildBlock("second", second);
    }

    /** The encoder of the first view. */
    public Block first() {
        return first;
    }

    /** The encoder of the second view. */
    public Block second() {
        return second;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        if (inputs.size() != 2 * GraphBatch.ARRAYS) {
            throw new IllegalArgumentException(
                    "An encoder of two views takes features, edges, weights and sizes of both, got "
                            + inputs.size()
                            + " arrays");
        }
        try (NDArray a = forward(first, parameterStore, inputs, 0, training);
                NDArray b = forward(second, parameterStore, inputs, GraphBatch.ARRAYS, training)) {
            return new NDList(a.add(b));
        }
    }

    private static NDArray forward(
            Block encoder, ParameterStore store, NDList inputs, int from, boolean training) {
        NDList view = new NDList(inputs.subList(from, from + GraphBatch.ARRAYS));
        return encoder.forward(store, view, training).singletonOrThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return first.getOutputShapes(inputShapes);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        first.initialize(manager, dataType, inputShapes[0]);
        second.initialize(manager, dataType, inputShapes[0]);
    }
}
