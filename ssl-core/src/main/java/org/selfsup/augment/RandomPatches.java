package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;

/**
 * Masks patches at random: the first set is what stays visible, the second what is masked. Both
 * have the same length for every picture.
 *
 * <p>He et al. 2021, <a href="https://arxiv.org/abs/2111.06377">Masked Autoencoders Are Scalable
 * Vision Learners</a>, section 3; with units of several patches, Xie et al. 2021, <a
 * href="https://arxiv.org/abs/2111.09886">SimMIM</a>, section 3.2.
 *
 * @param rows of patches, a multiple of {@code unit}
 * @param columns of patches, a multiple of {@code unit}
 * @param unit rows and columns of patches that are masked together, at least 1
 * @param ratio share of the units that is masked, above 0 and below 1; rounded to whole units, of
 *     which one at least is masked and one visible
 */
public record RandomPatches(int rows, int columns, int unit, double ratio) implements PatchMask {

    /** Checks the numbers. */
    public RandomPatches {
        Ranges.requireRatio(ratio);
        Ranges.require(unit >= 1, "A masked unit has at least one patch", unit);
        Ranges.require(
                rows >= 1 && columns >= 1 && rows % unit == 0 && columns % unit == 0,
                "The grid has whole units of " + unit + " x " + unit + " patches",
                rows + " x " + columns);
        Ranges.require(
                rows / unit * (columns / unit) >= 2,
                "The grid has at least two units, one to see and one to mask",
                rows + " x " + columns);
    }

    /** Masks single patches, as MAE does (there with a ratio of 0.75). */
    public RandomPatches(int rows, int columns, double ratio) {
        this(rows, columns, 1, ratio);
    }

    @Override
    public int sets() {
        return 2;
    }

    @Override
    public int[][] draw(RandomGenerator random) {
        int across = columns / unit;
        int units = rows / unit * across;
        int masked = count(units, ratio);
        int[] order = Randomness.permutation(units, random);
        return new int[][] {
            patches(order, 0, units - masked, across), patches(order, units - masked, units, across)
        };
    }

    /** A share of so many, at least 1, leaving at least 1. */
    static int count(int all, double ratio) {
        return Math.max(1, Math.min(all - 1, (int) Math.rint(ratio * all)));
    }

    private int[] patches(int[] units, int from, int to, int across) {
        if (unit == 1) {
            return Arrays.copyOfRange(units, from, to);
        }
        int[] patches = new int[(to - from) * unit * unit];
        int at = 0;
        for (int i = from; i < to; i++) {
            int corner = units[i] / across * unit * columns + units[i] % across * unit;
            for (int j = 0; j < unit * unit; j++) {
                patches[at++] = corner + j / unit * columns + j % unit;
            }
        }
        return patches;
    }
}
