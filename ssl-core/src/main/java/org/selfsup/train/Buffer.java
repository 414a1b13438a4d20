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
