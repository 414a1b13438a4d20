package org.selfsup.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;

/**
 * From a sample to what the task sees.
 *
 * <p>The loader asks for a {@link Batch} of n slots, fills the slots from many threads in any
 * order, then hands the batch to the engine. Nothing here knows of seeds or threads: the randomness
 * of a slot is passed in.
 *
 * @param <S> one sample
 */
public interface Views<S> {

    /** Room for n samples, to be filled, handed over and filled again. */
    Batch<S> batch(int n);

    /** These views, followed by others of the same samples. */
    default Views<S> and(Views<S> others) {
        return n -> new JoinedBatch<>(batch(n), others.batch(n));
    }

    /**
     * The slots of one batch. Different slots may be filled by different threads at once.
     *
     * @param <S> one sample
     */
    interface Batch<S> {

        /**
         * Makes the views of one sample.
         *
         * @param slot 0 to n - 1
         * @param sample what to look at; not changed
         * @param random the only source of randomness
         */
        void put(int slot, S sample, RandomGenerator random);

        /**
         * The filled batch, on the manager's device.
         *
         * <p>The arrays may share this batch's memory: close them before the next {@link #put}.
         *
         * @param manager owner of the arrays
         */
        NDList toArrays(NDManager manager);
    }
}
