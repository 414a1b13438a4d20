package org.selfsup.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers in a graph.
 *
 * <p>DJL's {@code x.mul(2f)} and {@code x.div(2f)} lend libtorch a Java buffer that nothing holds:
 * a garbage collection between forward and backward pass frees it, and the gradient of x is
 * whatever then lies there. So does {@code manager.create(values)}, whose buffer is held until the
 * array is closed. Numbers made here live in libtorch's own memory and may be closed at once.
 */
public final class Numbers {

    private Numbers() {}

    /** An array without axes. */
    public static NDArray of(NDManager manager, double number) {
        return manager.full(new Shape(), (float) number, DataType.FLOAT32);
    }

    /** A vector. */
    public static NDArray of(NDManager manager, float[] numbers) {
        try (NDArray lent = manager.create(numbers)) {
            return lent.duplicate();
        }
    }

    /** A vector of indices, INT64. */
    public static NDArray of(NDManager manager, long[] numbers) {
        try (NDArray lent = manager.create(numbers)) {
            return lent.duplicate();
        }
    }

    /** An array times a number. */
    public static NDArray times(NDArray x, double factor) {
        try (NDArray number = of(x.getManager(), factor)) {
            return x.mul(number);
        }
    }
}
