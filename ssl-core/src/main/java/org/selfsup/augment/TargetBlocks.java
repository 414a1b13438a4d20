package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * A context and several target blocks: the first set is a large square block without what the
 * targets cover, the others are the targets, which may overlap one another.
 *
 * <p>The sets' lengths differ from picture to picture; {@link MaskedViews} cuts them to the
 * shortest of a batch. A block's area and the logarithm of its width / height are uniform. A draw
 * that leaves no context is repeated.
 *
 * <p>Assran et al. 2023, <a href="https://arxiv.org/abs/2301.08243">Self-Supervised Learning from
 * Images with a Joint-Embedding Predictive Architecture</a>, section 3. Its code draws one block
 * size for a whole batch; here each picture has its own.
 *
 * @param rows of patches, at least 1
 * @param columns of patches, at least 1
 * @param targets how many target blocks, at least 1
 * @param minContext smallest share of the grid in the context's block, above 0
 * @param maxContext largest share of the grid in the context's block, at most 1
 * @param minTarget smallest share of the grid in a target, above 0
 * @param maxTarget largest share of the grid in a target, at most 1
 * @param minRatio smallest width / height of a target, above 0
 * @param maxRatio largest width / height of a target
 */
public record TargetBlocks(
        int rows,
        int columns,
        int targets,
        double minContext,
        double maxContext,
        double minTarget,
        double maxTarget,
        double minRatio,
        double maxRatio)
        implements PatchMask {

    private static final int TRIES = 100;

    /** Checks the ranges. */
    public TargetBlocks {
        Ranges.requireGrid(rows, columns);
        Ranges.require(targets >= 1, "There is at least one target", targets);
        Ranges.requireParts("a context", minContext, maxContext, 1, 1);
        Ranges.requireParts("a target", minTarget, maxTarget, minRatio, maxRatio);
    }

    /** I-JEPA's: context 85 % to 100 %, four targets of 15 % to 20 %, ratio 0.75 to 1.5. */
    public TargetBlocks(int rows, int columns) {
        this(rows, columns, 4, 0.85, 1, 0.15, 0.2, 0.75, 1.5);
    }

    @Override
    public int sets() {
        return 1 + targets;
    }

    /**
     * Draws the sets.
     *
     * @throws IllegalStateException if a hundred draws in turn leave no context
     */
    @Override
    public int[][] draw(RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            int[][] sets = new int[sets()][];
            boolean[] context = new boolean[rows * columns];
            BlockPatches.mark(context, columns, block(minContext, maxContext, 1, 1, random), true);
            for (int t = 1; t <= targets; t++) {
                Window block = block(minTarget, maxTarget, minRatio, maxRatio, random);
                boolean[] target = new boolean[rows * columns];
                BlockPatches.mark(target, columns, block, true);
                BlockPatches.mark(context, columns, block, false);
                sets[t] = Draws.places(target, true, random);
            }
            sets[0] = Draws.places(context, true, random);
            if (sets[0].length > 0) {
                return sets;
            }
        }
        throw new IllegalStateException(
                "%s: the targets leave no context; use fewer or smaller ones".formatted(this));
    }

    private Window block(
            double minScale,
            double maxScale,
            double minRatio,
            double maxRatio,
            RandomGenerator random) {
        double area = (double) rows * columns;
        return Window.drawOrCentre(
                rows, columns, minScale * area, maxScale * area, minRatio, maxRatio, random);
    }
}
