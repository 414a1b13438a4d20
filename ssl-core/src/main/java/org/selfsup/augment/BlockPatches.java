package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Masks rectangular blocks: the first set is what stays visible, the second what is masked. Both
 * have the same length for every picture.
 *
 * <p>Blocks are drawn until enough is masked; the logarithm of a block's width / height is uniform.
 * A block that would mask too much is drawn again; what ten in turn leave open is masked patch by
 * patch, so that the count is exact, which the paper's is not.
 *
 * <p>Bao et al. 2021, <a href="https://arxiv.org/abs/2106.08254">BEiT: BERT Pre-Training of Image
 * Transformers</a>, algorithm 1.
 *
 * @param rows of patches, at least 1
 * @param columns of patches, at least 1
 * @param ratio share of the patches that is masked, above 0 and below 1; rounded to whole patches
 * @param minBlock fewest patches of a block, at least 1
 * @param minRatio smallest width / height of a block, above 0 and at most 1; the largest is its
 *     inverse
 */
public record BlockPatches(int rows, int columns, double ratio, int minBlock, double minRatio)
        implements PatchMask {

    /** The paper's setting: 14 x 14 patches, 40 % masked, blocks of 16 or more. */
    public static final BlockPatches BEIT = new BlockPatches(14, 14, 0.4, 16, 0.3);

    private static final int TRIES = 10;

    /** Checks the numbers. */
    public BlockPatches {
        Ranges.requireGrid(rows, columns);
        Ranges.requireRatio(ratio);
        Ranges.require(minBlock >= 1, "A block has at least one patch", minBlock);
        Ranges.require(
                minRatio > 0 && minRatio <= 1,
                "The smallest ratio of a block is above 0 and at most 1",
                minRatio);
    }

    @Override
    public int sets() {
        return 2;
    }

    @Override
    public int[][] draw(RandomGenerator random) {
        boolean[] masked = new boolean[rows * columns];
        int left = RandomPatches.count(masked.length, ratio);
        int failures = 0;
        while (left > 0 && failures < TRIES) {
            Window block =
                    Window.draw(
                            rows,
                            columns,
                            Math.min(minBlock, left),
                            left,
                            minRatio,
                            1 / minRatio,
                            random);
            int more = block == null ? 0 : unmarked(masked, block);
            if (block != null && more > 0 && more <= left) {
                mark(masked, columns, block, true);
                left -= more;
                failures = 0;
            } else {
                failures++;
            }
        }
        int[] open = Draws.places(masked, false, random);
        for (int i = 0; i < left; i++) {
            masked[open[i]] = true;
        }
        return new int[][] {
            Draws.places(masked, false, random), Draws.places(masked, true, random)
        };
    }

    private int unmarked(boolean[] masked, Window block) {
        int count = 0;
        for (int y = block.top(); y < block.top() + block.height(); y++) {
            for (int x = block.left(); x < block.left() + block.width(); x++) {
                count += masked[y * columns + x] ? 0 : 1;
            }
        }
        return count;
    }

    static void mark(boolean[] marks, int columns, Window block, boolean mark) {
        for (int y = block.top(); y < block.top() + block.height(); y++) {
            for (int x = block.left(); x < block.left() + block.width(); x++) {
                marks[y * columns + x] = mark;
            }
        }
    }
}
