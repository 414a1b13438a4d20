package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.Arrays;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;

/**
 * RotNet: which way up is the picture?
 *
 * <pre>{@code
 * L = mean_i 1/4 sum_{y=0..3} -log softmax(W f(g(x_i | y)) + b)[y]     (eq. 2 and 3)
 * }</pre>
 *
 * <p>Input: four views {@code (n, c, s, s)}, the one at y turned by y quarter turns, as pipelines
 * that end in a {@link org.selfsup.augment.QuarterTurn} make them. All 4 n go through the encoder
 * f, {@code (4 n, d)}, and a linear head, {@code (4 n, 4)}, in one pass, lest BatchNorm's
 * statistics tell the turn. Both are trained; after training f gives the representation.
 *
 * <p>Differs from the paper: the head is linear and sits on the encoder's features, where the paper
 * trains a whole classification network and takes features from one of its inner layers; and each
 * turn may show another crop.
 *
 * <p>Use it for pictures that people took: what looks the same from all sides (textures, cells,
 * seen from above) teaches nothing. It does not collapse. The last features specialise in the
 * turns.
 *
 * <p>Gidaris et al. 2018, <a href="https://arxiv.org/abs/1803.07728">Unsupervised representation
 * learning by predicting image rotations</a>.
 */
public final class RotNet implements Puzzle {

    private static final int TURNS = 4;

    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, s, s) -> (n, d)}
     */
    public RotNet(Block encoder) {
        networks = new Networks().add("encoder", encoder).add("head", Layers.linear(TURNS, true));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public int answers() {
        return TURNS;
    }

    /**
     * Solves a batch.
     *
     * @throws IllegalArgumentException if the views are not four of the same shape
     */
    @Override
    public Solution solve(Pass pass, NDList views) {
        requireTurns(views);
        int n = (int) views.head().size(0);
        NDArray h = pass.forward(encoder(), NDArrays.concat(views)); // (4 n, d)
        pass.watch(h);
        NDArray logits = pass.forward(networks.get("head"), h); // (4 n, 4)
        long[] turns = new long[TURNS * n];
        Arrays.setAll(turns, i -> i / n);
        return new Solution(logits, Numbers.of(pass.manager(), turns));
    }

    private static void requireTurns(NDList views) {
        boolean alike = views.stream().allMatch(v -> v.getShape().equals(views.head().getShape()));
        if (views.size() != TURNS || !alike) {
            throw new IllegalArgumentException(
                    "RotNet sees each picture from four sides, four views of the same shape, got "
                            + Arrays.toString(views.getShapes()));
        }
    }
}
