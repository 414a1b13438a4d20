package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Named arrays that are saved with a task and never trained. */
final class Buffers extends AbstractBlock {

    Buffers() {}

    /** Adds an array that is one number everywhere at first. */
    Buffers add(String name, float start, long... shape) {
        return add(name, (manager, size, type) -> manager.full(size, start, type), shape);
    }

    /** Adds an array. */
    Buffers add(String name, Initializer start, long... shape) {
        addParameter(
                        Parameter.builder()
                                .setName(name)
                                .setType(Parameter.Type.OTHER)
                                .optRequiresGrad(false)
                                .optInitializer(start)
                                .build())
                .setShape(new Shape(shape));
        return this;
    }

    /** An array; not a copy. */
    NDArray get(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    "No buffer is called \"" + name + "\": expected one of " + parameters.keySet());
        }
        return parameter.getArray();
    }

    /** The values of an array. */
    float[] values(String name) {
        return get(name).toFloatArray();
    }

    /** The values of an array of whole numbers. */
    int[] integers(String name) {
        float[] values = values(name);
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
        }
        return integers;
    }

    /** Writes an array. */
    void set(String name, float... values) {
        NDArray array = get(name);
        try (NDArray window = array.getManager().create(values, array.getShape())) {
            array.set(new NDIndex("..."), window);
        }
    }

    /** Writes an array of whole numbers. */
    void set(String name, int... integers) {
        float[] values = new float[integers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers[i];
        }
        set(name, values);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        throw new UnsupportedOperationException("Buffers are read by name, they are no network");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
