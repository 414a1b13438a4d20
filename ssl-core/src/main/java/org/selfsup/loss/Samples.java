package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/** Sums over samples. */
final class Samples {

    private Samples() {}

    /** (n, ...) to (n): the sum over all axes but the first. */
    static NDArray sum(NDArray x) {
        return x.reshape(x.getShape().get(0), -1).sum(new int[] {1});
    }
}
