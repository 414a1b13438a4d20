package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;

/**
 * Grids of codes as they are: one array {@code (n, 1, rows, columns)} of whole numbers, type
 * FLOAT32, as a model of pixels takes them.
 *
 * @param rows of every grid, at least 1
 * @param columns of every grid, at least 1
 */
public record CodeGridViews(int rows, int columns) implements Views<CodeGrid> {

    /** Checks the sizes. */
    public CodeGridViews {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "A grid has at least one row and column, got " + rows + " x " + columns);
        }
    }

    @Override
    public Batch<CodeGrid> batch(int n) {
        int size = rows * columns;
        float[] values = new float[n * size];
        return new Batch<>() {
            @Override
            public void put(int slot, CodeGrid sample, RandomGenerator random) {
                if (sample.rows() != rows || sample.columns() != columns) {
                    throw new IllegalArgumentException(
                            "Every grid is "
                                    + rows
                                    + " x "
                                    + columns
                                    + ", got one of "
                                    + sample.rows()
                                    + " x "
                                    + sample.columns());
                }
                for (int i = 0; i < size; i++) {
                    values[slot * size + i] = sample.codes()[i];
                }
            }

            @Override
            public NDList toArrays(NDManager manager) {
                return new NDList(manager.create(values, new Shape(n, 1, rows, columns)));
            }
        };
    }
}
