package org.selfsup.generative.autoencoder;

/**
 * The discrete code of one picture.
 *
 * @param codes numbers of codes, row by row; shared, not copied
 * @param rows of the grid
 * @param columns of the grid
 */
public record CodeGrid(int[] codes, int rows, int columns) {

    /** Checks the sizes. */
    public CodeGrid {
        if (rows < 1 || columns < 1 || codes.length != rows * columns) {
            throw new IllegalArgumentException(
                    "A grid of codes has a number for each of its places, got "
                            + codes.length
                            + " for "
                            + rows
                            + " x "
                            + columns);
        }
    }
}
