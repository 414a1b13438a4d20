package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Where the patches of a picture lie: a regular grid with gaps or overlaps, each patch shifted a
 * little at random.
 *
 * <p>Gaps and shifts keep a task from being solved by lines that run on from patch to patch:
 * Doersch et al. 2015, <a href="https://arxiv.org/abs/1505.05192">Unsupervised Visual
 * Representation Learning by Context Prediction</a>, section 3.1. Overlaps (a stride below the
 * size) are CPC's: van den Oord et al. 2018, <a
 * href="https://arxiv.org/abs/1807.03748">Representation Learning with Contrastive Predictive
 * Coding</a>, section 3.2.
 *
 * @param rows of patches, at least 1
 * @param columns of patches, at least 1
 * @param size rows and columns of samples in a patch, at least 1
 * @param stride samples from one patch to the next, at least 1; below the size they overlap
 * @param jitter most samples a patch is shifted up, down, left or right, 0 or more
 */
public record PatchGrid(int rows, int columns, int size, int stride, int jitter) {

    /** Relative position for 256 x 256: 3 x 3 patches of 64, gaps of 21, jitter 5. */
    public static final PatchGrid RELATIVE_POSITION = new PatchGrid(3, 3, 64, 85, 5);

    /**
     * Jigsaw: 3 x 3 cells of 75, in each a patch of 64 at a random place but one row and column.
     *
     * <p>Noroozi and Favaro 2016, <a href="https://arxiv.org/abs/1603.09246">Unsupervised Learning
     * of Visual Representations by Solving Jigsaw Puzzles</a>, section 3.
     */
    public static final PatchGrid JIGSAW = new PatchGrid(3, 3, 64, 75, 5);

    /** CPC for 256 x 256: 7 x 7 patches of 64, half overlapping. */
    public static final PatchGrid CPC = new PatchGrid(7, 7, 64, 32, 0);

    /** Checks the numbers. */
    public PatchGrid {
        Ranges.require(
                rows >= 1 && columns >= 1,
                "A grid has at least one row and column",
                rows + " x " + columns);
        Ranges.require(size >= 1, "A patch has at least one row and column", size);
        Ranges.require(stride >= 1, "The stride of a grid is at least 1", stride);
        Ranges.require(jitter >= 0, "The jitter of a grid is 0 or more", jitter);
    }

    /**
     * Square cells that fill a square picture, in each a patch at a random place: about four fifths
     * of its rows and columns.
     *
     * @param side cells in a row and a column, at least 1
     * @param size rows and columns of the picture, at least {@code side}
     */
    public static PatchGrid cells(int side, int size) {
        Ranges.require(side >= 1, "A grid has at least one row and column", side);
        int cell = size / side;
        int jitter = cell / 10;
        return new PatchGrid(side, side, cell - 2 * jitter, Math.max(1, cell), jitter);
    }

    /** Patches in a picture. */
    public int count() {
        return rows * columns;
    }

    /** Rows of samples that the grid spans, jitter included. */
    public int height() {
        return (rows - 1) * stride + size + 2 * jitter;
    }

    /** Columns of samples that the grid spans, jitter included. */
    public int width() {
        return (columns - 1) * stride + size + 2 * jitter;
    }

    /** Copies a patch, row by row from 0; its shift is drawn. */
    void cut(PlanarImage picture, int index, PlanarImage patch, RandomGenerator random) {
        int top = index / columns * stride + random.nextInt(2 * jitter + 1);
        int left = index % columns * stride + random.nextInt(2 * jitter + 1);
        patch.reshape(picture.channels(), size, size);
        for (int c = 0; c < picture.channels(); c++) {
            for (int y = 0; y < size; y++) {
                System.arraycopy(
                        picture.plane(c),
                        (top + y) * picture.width() + left,
                        patch.plane(c),
                        y * size,
                        size);
            }
        }
    }
}
