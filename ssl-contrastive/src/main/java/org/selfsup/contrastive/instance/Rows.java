package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.selfsup.engine.Numbers;

/** Rows of an array in another order. */
final class Rows {

    private Rows() {}

    /** Row {@code order[i]} at place i; the gradient flows through. */
    static NDArray of(NDArray array, int... order) {
        long[] rows = Arrays.stream(order).asLongStream().toArray();
        try (NDArray index = Numbers.of(array.getManager(), rows)) {
            return array.get(index);
        }
    }
}
