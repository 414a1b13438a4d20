package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.augment.PatchGrid;
import org.selfsup.contrastive.context.PermutationSet;
import picocli.CommandLine.Option;

/** Pieces and orders of jigsaw puzzles. */
final class JigsawOptions {

    private static final int ORDERS = 100;
    private static final int ORDERS_OF_FOUR = 24;

    @Option(
            names = "--grid",
            paramLabel = "N",
            defaultValue = "3",
            description = "Pieces in a row and a column, 2 or 3 (default: ${DEFAULT-VALUE}).")
    private int side = 3;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "Orders to tell apart (default: 100, all 24 of four pieces).")
    private @Nullable Integer orders;

    /** Pieces with gaps, each at a random place of its cell. */
    PatchGrid grid(int size) {
        requireSide();
        return PatchGrid.cells(side, size);
    }

    /** The same ones in every run. */
    PermutationSet orders() {
        requireSide();
        int usual = side == 2 ? ORDERS_OF_FOUR : ORDERS;
        return new PermutationSet(side * side, orders == null ? usual : orders, 0);
    }

    private void requireSide() {
        if (side != 2 && side != 3) {
            throw new IllegalArgumentException(
                    "--grid is 2 or 3 pieces in a row and a column, got " + side);
        }
    }
}
