package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;

/**
 * An invertible, rising function of one number, applied to every element of an array with
 * parameters of its own.
 *
 * <p>Parameters of x {@code (n, c, ...)} are {@code (n, parameters c, ...)}: the first of all
 * channels, then the second of all.
 */
public interface Elementwise {

    /** How many parameters an element has. */
    int parameters();

    /**
     * Applies the function.
     *
     * @param x {@code (n, c, ...)}
     * @param parameters {@code (n, parameters c, ...)}
     */
    Result forward(NDArray x, NDArray parameters);

    /**
     * Undoes it.
     *
     * @param y {@code (n, c, ...)}
     * @param parameters {@code (n, parameters c, ...)}
     */
    Result inverse(NDArray y, NDArray parameters);

    /**
     * What comes out.
     *
     * @param value shaped as what went in
     * @param logDerivative logarithm of the slope there, shaped alike
     */
    record Result(NDArray value, NDArray logDerivative) {}
}
