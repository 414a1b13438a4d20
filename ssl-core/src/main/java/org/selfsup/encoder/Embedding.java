package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A table of vectors, see {@link Layers#embedding}. */
final class Embedding extends AbstractBlock {

    private final long size;
    private final long width;
    private final Parameter weight;

    Embedding(long size, long width) {
        this.size = size;
        this.width = width;
        weight = addParameter(Layers.parameter("weight", Parameter.Type.WEIGHT, true));
        weight.setShape(new Shape(size, width));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray index = inputs.singletonOrThrow();
        checkIndices(index, size, "This embedding");
        NDArray table = parameterStore.getValue(weight, index.getDevice(), training);
        return new NDList(rows(index, table));
    }

    /** Rows of a table. */
    static NDArray rows(NDArray index, NDArray table) {
        return ai.djl.nn.core.Embedding.embedding(index, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /** libtorch would stop the device for good at an index outside. */
    static void checkIndices(NDArray index, long size, String what) {
        if (index.getDataType() != DataType.INT64 || index.getShape().size() == 0) {
            throw new IllegalArgumentException(
                    what
                            + " takes indices of type int64, at least one, got "
                            + index.getDataType()
                            + " "
                            + index.getShape());
        }
        try (NDArray least = index.min();
                NDArray most = index.max()) {
            if (least.getLong() < 0 || most.getLong() >= size) {
                throw new IllegalArgumentException(
                        what
                                + " takes indices from 0 to "
                                + (size - 1)
                                + ", got "
                                + least.getLong()
                                + " to "
                                + most.getLong());
            }
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(width)};
    }
}
