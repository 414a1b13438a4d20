package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;

/**
 * Relative position: on which of its eight sides was a patch's neighbour?
 *
 * <pre>{@code
 * e_j = r(f(patch_j)),   j = 0..8, row by row, 4 in the centre
 * L = mean_i 1/8 sum_{j != 4} -log softmax(q(e_4, e_j))[side of j]
 * }</pre>
 *
 * <p>Input: nine patches of every picture, {@code (9 n, c, p, p)}, those of sample i from row 9 i
 * on, as {@link org.selfsup.augment.PatchViews} makes them of a 3 x 3 grid. One encoder f sees each
 * of them, {@code (9 n, d)}, then one layer r with BatchNorm and ReLU, {@code (9 n, e)}; the head q
 * sees the centre beside one neighbour, {@code (8 n, 2 e) -> (8 n, 8)}. All three are trained;
 * after training f gives the representation.
 *
 * <p>The views must close the ways around: gaps and jitter against lines that run on, {@link
 * org.selfsup.augment.Standardize} against brightness, {@link org.selfsup.augment.ColorProjection}
 * or {@link org.selfsup.augment.ColorDropping} against the lens.
 *
 * <p>Differs from the paper: each of nine patches is encoded once for the eight pairs around the
 * centre, where the paper draws pairs all over the picture; BatchNorm scales; and patches are not
 * randomly coarsened.
 *
 * <p>Use it for pictures larger than its patches by far. It learns parts, not whole pictures:
 * patches are all it sees.
 *
 * <p>Doersch et al. 2015, <a href="https://arxiv.org/abs/1505.05192">Unsupervised visual
 * representation learning by context prediction</a>.
 */
public final class RelativePosition implements Puzzle {

    private static final int PATCHES = 9;
    private static final int CENTRE = 4;
    private static final int SIDES = 8;

    private final Networks networks;
    private final Sequence patch;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (m, c, p, p) -> (m, d)}
     * @param embedding e, 4096 in the paper
     * @param hidden units in each of q's two hidden layers, 4096 in the paper
     */
    public RelativePosition(Block encoder, int embedding, int hidden) {
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("projector", Patches.projector(embedding))
                        .add(
                                "head",
                                Heads.mlp(Heads.Norm.HIDDEN, hidden, hidden, SIDES),
                                new Shape(1, 2L * embedding));
        patch = networks.chain("encoder", "projector");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public int answers() {
        return SIDES;
    }

    /**
     * Solves a batch.
     *
     * @throws IllegalArgumentException if the views are not nine patches of every picture
     */
    @Override
    public Solution solve(Pass pass, NDList views) {
        int n = Patches.samples("Relative position", views, PATCHES);
        NDArray e = pass.forward(patch, views.head()); // (9 n, e)
        pass.watch(e);
        long[] centres = new long[n * SIDES];
        long[] neighbours = new long[n * SIDES];
        long[] sides = new long[n * SIDES];
        Arrays.setAll(sides, i -> i % SIDES);
        Arrays.setAll(centres, i -> (long) i / SIDES * PATCHES + CENTRE);
        Arrays.setAll(neighbours, i -> (long) i / SIDES * PATCHES + place(i % SIDES));
        NDArray pairs =
                Patches.take(e, centres).concat(Patches.take(e, neighbours), 1); // (8 n, 2 e)
        NDArray logits = pass.forward(networks.get("head"), pairs); // (8 n, 8)
        return new Solution(logits, Numbers.of(pass.manager(), sides));
    }

    /** Where in the grid the neighbour on a side lies: all places but the centre, in order. */
    private static int place(int side) {
        return side < CENTRE ? side : side + 1;
    }
}
