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
 * whatever then lies there. Numbers made here live in libtorch's own memory.
 */
public final class Numbers {

    private Numbers() {}

    /** An array without axes. */
    public static NDArray of(NDManager manager, double number) {
        return manager.full(new Shape(), (float) number, DataType.FLOAT32);
    }

    /** An array times a number. */
    public static NDArray times(NDArray x, double factor) {
        try (NDArray number = of(x.getManager(), factor)) {
            return x.mul(number);
        }
    }
}
