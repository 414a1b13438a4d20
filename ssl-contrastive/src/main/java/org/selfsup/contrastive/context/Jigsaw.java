package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;

/**
 * Jigsaw: in which order were the pieces of the picture laid?
 *
 * <pre>{@code
 * e_j = r(f(piece_{P_t(j)})),   t drawn for every picture from k orders
 * L = mean_i -log softmax(q(e_1, ..., e_s))[t_i]
 * }</pre>
 *
 * <p>Input: s patches of every picture in their own order, {@code (n s, c, p, p)}, those of sample
 * i from row {@code i s} on, as {@link org.selfsup.augment.PatchViews} makes them; the task
 * shuffles them. One encoder f sees each, {@code (n s, d)}, then one layer r with BatchNorm and
 * ReLU, {@code (n s, e)}; the head q sees all of a picture side by side, {@code (n, s e) -> (n,
 * k)}. All three are trained; after training f gives the representation.
 *
 * <p>The views must close the ways around: gaps and jitter against lines that run on, {@link
 * org.selfsup.augment.Standardize} against brightness, {@link org.selfsup.augment.ChannelShift} and
 * grey pictures against the lens.
 *
 * <p>Differs from the paper: BatchNorm in the new layers.
 *
 * <p>Use it as {@link RelativePosition}, whose pairs may be ambiguous where a whole puzzle is not.
 * Orders too alike make it hard without teaching more; with too few it is soon solved.
 *
 * <p>Noroozi and Favaro 2016, <a href="https://arxiv.org/abs/1603.09246">Unsupervised learning of
 * visual representations by solving jigsaw puzzles</a>.
 */
public final class Jigsaw implements Puzzle {

    private final Networks networks;
    private final Sequence piece;
    private final PermutationSet orders;

    /**
     * Units of the layers after the encoder.
     *
     * @param embedding e, 512 in the paper
     * @param hidden units in q's hidden layer, 4096 in the paper
     */
    public record Config(int embedding, int hidden) {

        /** The paper's figures. */
        public static final Config PAPER = new Config(512, 4096);
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (m, c, p, p) -> (m, d)}
     * @param orders to tell apart
     * @param config units
     */
    public Jigsaw(Block encoder, PermutationSet orders, Config config) {
        this.orders = orders;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("projector", Patches.projector(config.embedding()))
                        .add(
                                "head",
                                Heads.mlp(Heads.Norm.HIDDEN, config.hidden(), orders.size()),
                                new Shape(1, (long) orders.pieces() * config.embedding()));
        piece = networks.chain("encoder", "projector");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public int answers() {
        return orders.size();
    }

    /**
     * Solves a batch.
     *
     * @throws IllegalArgumentException if the views are not as many patches of every picture as the
     *     orders have pieces
     */
    @Override
    public Solution solve(Pass pass, NDList views) {
        int n = Patches.samples("Jigsaw", views, orders.pieces());
        NDArray e = pass.forward(piece, views.head()); // (n s, e)
        pass.watch(e);
        PermutationSet.Shuffle shuffle = orders.shuffle(n, pass.random());
        NDArray laid = Patches.take(e, shuffle.rows()).reshape(n, -1); // (n, s e)
        NDArray logits = pass.forward(networks.get("head"), laid); // (n, k)
        return new Solution(logits, Numbers.of(pass.manager(), shuffle.orders()));
    }
}
