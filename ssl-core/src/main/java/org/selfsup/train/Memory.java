package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Distribution;

/** Embeddings that outlive their step, saved with the task and never trained. */
abstract sealed class Memory extends AbstractBlock permits Queue, MemoryBank, FeatureBank, History {

    final int size;
    final int dimension;
    private final Parameter rows;

    /** Random directions of length 1. */
    Memory(int size, int dimension) {
        this(size, dimension, new Distribution.UnitRows());
    }

    /** Rows with first values of any kind. */
    Memory(int size, int dimension, Initializer start) {
        if (size < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    "A memory of embeddings needs at least 1 row of 1 dimension, got "
                            + size
                            + " x "
                            + dimension);
        }
        this.size = size;
        this.dimension = dimension;
        rows = buffer("rows", start, new Shape(size, dimension));
    }

    final Parameter buffer(String name, Initializer initializer, Shape shape) {
        Parameter parameter =
                addParameter(
                        Parameter.builder()
                                .setName(name)
                                .setType(Parameter.Type.OTHER)
                                .optRequiresGrad(false)
                                .optInitializer(initializer)
                                .build());
        parameter.setShape(shape);
        return parameter;
    }

    /** Sample numbers for libtorch. */
    final NDArray index(int... samples) {
        for (int sample : samples) {
            if (sample < 0 || sample >= size) {
                throw new IllegalArgumentException(
                        "This bank holds the samples 0 to "
                                + (size - 1)
                                + ", got "
                                + sample
                                + "; make it as large as the training set");
            }
        }
        long[] index = Arrays.stream(samples).asLongStream().toArray();
        return rows().getManager().create(index, new Shape(samples.length));
    }

    /** Refuses anything but an embedding for each sample. */
    final void requireShape(int[] samples, NDArray embeddings) {
        if (!embeddings.getShape().equals(new Shape(samples.length, dimension))) {
            throw new IllegalArgumentException(
                    "The rows of "
                            + samples.length
                            + " samples take embeddings ("
                            + samples.length
                            + ", "
                            + dimension
                            + "), got "
                            + embeddings.getShape());
        }
    }

    /** All rows, {@code (size, d)}; not a copy. */
    public final NDArray rows() {
        return rows.getArray();
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        throw new UnsupportedOperationException("A memory is read by rows(), it is no network");
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
