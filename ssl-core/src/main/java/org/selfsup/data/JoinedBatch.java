package org.selfsup.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;

/** Two kinds of views of the same samples, those of the first before those of the second. */
record JoinedBatch<S>(Views.Batch<S> first, Views.Batch<S> second) implements Views.Batch<S> {

    @Override
    public void put(int slot, S sample, RandomGenerator random) {
        first.put(slot, sample, random);
        second.put(slot, sample, random);
    }

    @Override
    public NDList toArrays(NDManager manager) {
        return new NDList(first.toArrays(manager)).addAll(second.toArrays(manager));
    }
}
