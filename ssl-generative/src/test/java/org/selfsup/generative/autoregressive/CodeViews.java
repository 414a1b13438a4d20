package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;

/** Codes as they are, (n, side, side) of type int64. */
record CodeViews(int side) implements Views<long[]> {

    @Override
    public Batch<long[]> batch(int n) {
        int size = side * side;
        long[] rows = new long[n * size];
        return new Batch<>() {
            @Override
            public void put(int slot, long[] sample, RandomGenerator random) {
                System.arraycopy(sample, 0, rows, slot * size, size);
            }

            @Override
            public NDList toArrays(NDManager manager) {
                return new NDList(manager.create(rows, new Shape(n, side, side)));
            }
        };
    }
}
