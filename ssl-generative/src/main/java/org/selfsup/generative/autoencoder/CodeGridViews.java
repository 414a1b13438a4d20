package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;

/**
 * Grids of codes as they are: one array {@code (n, h, w)} of type INT64.
 *
 * @param rows h, at least 1
 * @param columns w, at least 1
 */
public record CodeGridViews(int rows, int columns) implements Views<CodeGrid> {

    /** Checks the sizes. */
    public CodeGridViews {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "A grid has at least one place, got " + rows + " x " + columns);
        }
    }

    @Override
    public Batch<CodeGrid> batch(int n) {
        long[] codes = new long[n * rows * columns];
        return new Batch<>() {
            @Override
            public void put(int slot, CodeGrid grid, RandomGenerator random) {
                if (grid.rows() != rows || grid.columns() != columns) {
                    throw new IllegalArgumentException(
                            "Every grid is %d x %d, got %d x %d"
                                    .formatted(rows, columns, grid.rows(), grid.columns()));
                }
                for (int i = 0; i < rows * columns; i++) {
                    codes[slot * rows * columns + i] = grid.codes()[i];
                }
            }

            @Override
            public NDList toArrays(NDManager manager) {
                return new NDList(manager.create(codes.clone(), new Shape(n, rows, columns)));
            }
        };
    }
}
