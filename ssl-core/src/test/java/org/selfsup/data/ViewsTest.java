package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class ViewsTest {

    /** A sample plus a random number below 1, as many arrays as wanted. */
    private static Views<Integer> noisy(int arrays) {
        return n ->
                new Views.Batch<>() {
                    private final float[][] values = new float[arrays][n];

                    @Override
                    public void put(int slot, Integer sample, RandomGenerator random) {
                        for (float[] view : values) {
                            view[slot] = sample + random.nextFloat();
                        }
                    }

                    @Override
                    public NDList toArrays(NDManager manager) {
                        NDList list = new NDList();
                        for (float[] view : values) {
                            list.add(manager.create(view));
                        }
                        return list;
                    }
                };
    }

    @Test
    void joinedViewsAreThoseOfBothInOrderDrawnOneAfterTheOther() {
        Views.Batch<Integer> joined = noisy(2).and(noisy(1)).batch(1);
        Views.Batch<Integer> three = noisy(3).batch(1);
        joined.put(0, 7, new SplittableRandom(1));
        three.put(0, 7, new SplittableRandom(1));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList arrays = joined.toArrays(manager);
            NDList expected = three.toArrays(manager);
            assertThat(arrays).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(arrays.get(i).toFloatArray()).isEqualTo(expected.get(i).toFloatArray());
            }
        }
    }
}
