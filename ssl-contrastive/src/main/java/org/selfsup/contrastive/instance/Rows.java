package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Rows of an array in another order. */
final class Rows {

    private Rows() {}

    /** Row {@code order[i]} at place i; the gradient flows through. */
    static NDArray of(NDArray array, int... order) {
        long[] rows = Arrays.stream(order).asLongStream().toArray();
        try (NDArray index = array.getManager().create(rows, new Shape(rows.length))) {
            return array.get(index);
        }
    }
}
