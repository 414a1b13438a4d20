package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Masks a square of a picture, as a mask of patches of one pixel: its only set is what is missing,
 * row by row.
 *
 * <p>Pathak et al. 2016, <a href="https://arxiv.org/abs/1604.07379">Context Encoders</a>, section
 * 3.3, has the centre of the picture, or random blocks and shapes.
 *
 * @param rows of the picture
 * @param columns of the picture
 * @param side of the square, at least 1; at least one row and column is left on every side
 * @param drift rows and columns by which the square may be off the middle, uniformly; 0 for the
 *     centre; what would leave the picture is cut to what does not
 */
public record Hole(int rows, int columns, int side, int drift) implements PatchMask {

    /** Checks that the hole leaves something to see. */
    public Hole {
        Ranges.require(side >= 1, "A hole has at least one row and column", side);
        Ranges.require(drift >= 0, "A hole is 0 or more rows off the middle", drift);
        Ranges.require(
                side <= Math.min(rows, columns) - 2,
                "A hole of " + side + " leaves a row and column of the picture on every side",
                rows + " x " + columns);
    }

    @Override
    public int sets() {
        return 1;
    }

    @Override
    public int[][] draw(RandomGenerator random) {
        int top = place(rows, random);
        int left = place(columns, random);
        int[] missing = new int[side * side];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = (top + i / side) * columns + left + i % side;
        }
        return new int[][] {missing};
    }

    private int place(int length, RandomGenerator random) {
        int middle = (length - side) / 2;
        int first = Math.max(1, middle - drift);
        int last = Math.min(length - side - 1, middle + drift);
        return first + random.nextInt(last - first + 1);
    }
}
