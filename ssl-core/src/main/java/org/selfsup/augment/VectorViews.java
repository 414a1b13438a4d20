package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;

/**
 * Vectors as they are: one array {@code (n, d)}.
 *
 * @param dimension d, at least 1
 */
public record VectorViews(int dimension) implements Views<float[]> {

    /** Checks the number. */
    public VectorViews {
        Ranges.require(dimension >= 1, "A vector has at least one number", dimension);
    }

    @Override
    public Batch<float[]> batch(int n) {
        float[] rows = new float[n * dimension];
        return new Batch<>() {
            @Override
            public void put(int slot, float[] sample, RandomGenerator random) {
                Ranges.require(
                        sample.length == dimension,
                        "Every vector has " + dimension + " numbers",
                        sample.length);
                System.arraycopy(sample, 0, rows, slot * dimension, dimension);
            }

            @Override
            public NDList toArrays(NDManager manager) {
                return new NDList(manager.create(rows, new Shape(n, dimension)));
            }
        };
    }
}
