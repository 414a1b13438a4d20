package org.selfsup.train;

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

/**
 * An array that outlives its step, saved with the task and never trained: the centre of DINO, the
 * codes of VQ-VAE.
 */
public final class Buffer extends AbstractBlock {

    private final Parameter value;

    /**
     * Zeros.
     *
     * @param shape of the array
     */
    public Buffer(long... shape) {
        this(Initializer.ZEROS, shape);
    }

    /**
     * Any first values.
     *
     * @param start what they are
     * @param shape of the array
     */
    public Buffer(Initializer start, long... shape) {
        value =
                addParameter(
                        Parameter.builder()
                                .setName("value")
                                .setType(Parameter.Type.OTHER)
                                .optRequiresGrad(false)
                                .optInitializer(start)
                                .build());
        value.setShape(new Shape(shape));
    }

    /**
     * One number everywhere.
     *
     * @param start what it is at first
     * @param shape of the array
     */
    public static Buffer filled(float start, long... shape) {
        return new Buffer((manager, size, type) -> manager.full(size, start, type), shape);
    }

    /** The array itself, not a copy. */
    public NDArray value() {
        return value.getArray();
    }

    /**
     * Replaces the content. The gradient of a loss that read it must be known before: see {@link
     * Pass#afterStep(Runnable)}.
     *
     * @param content of the same shape
     */
    public void set(NDArray content) {
        if (!content.getShape().equals(value().getShape())) {
            throw new IllegalArgumentException(
                    "This buffer holds " + value().getShape() + ", got " + content.getShape());
        }
        value().set(new NDIndex("..."), content);
    }

    /** Replaces the content; refuses as {@link #set(NDArray)} does. */
    public void set(float... content) {
        Shape shape = value().getShape();
        if (content.length != shape.size()) {
            throw new IllegalArgumentException(
                    "This buffer holds " + shape + ", got " + content.length + " numbers");
        }
        try (NDArray array = value().getManager().create(content, shape)) {
            set(array);
        }
    }

    /** Replaces the content by whole numbers below 2^24, which an array holds exactly. */
    public void set(int... content) {
        float[] values = new float[content.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = content[i];
        }
        set(values);
    }

    /** The content, of whole numbers. */
    public int[] integers() {
        float[] values = value().toFloatArray();
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
        }
        return integers;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        throw new UnsupportedOperationException("A buffer is read by value(), it is no network");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
