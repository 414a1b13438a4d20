package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;

/**
 * Completing damaged jigsaw puzzles: of pieces without colour, one of them missing, tell the order,
 * what was missing, and the colours.
 *
 * <pre>{@code
 * e_j = r(f(damaged piece_{P_t(j)})),   t drawn for every picture from k orders, m its missing place
 * L = -log softmax(q(e_1, ..., e_s))[t] + a |u(e_1, ..., e_s) - piece_m|^2
 *     + b mean_{j != m} |v(e_j) - (piece_j - grey_j)|^2
 * }</pre>
 *
 * <p>Input: s patches of every picture in colour and in their own order, {@code (n s, 3, p, p)},
 * those of sample i from row {@code i s} on, normalised but not standardised one by one. The task
 * lays them in another order, takes the mean of the three channels for each and gives it mean 0 and
 * spread 1 over the patch; a piece at random is noise. One encoder f sees each as a grey picture of
 * three channels, {@code (n s, d)}, then one layer r with BatchNorm and ReLU, {@code (n s, e)}. The
 * head q tells the order, {@code (n, s e) -> (n, k)}, u the missing piece, {@code (n, 3, p, p)}, v
 * the colours of each other piece, {@code (n (s - 1), 3, p, p)}. All are trained; after training f
 * gives the representation. Squares are averaged over values.
 *
 * <p>Reports {@code jigsaw}, {@code inpainting} and {@code color} beside {@code accuracy}.
 *
 * <p>Differs from the paper: the three tasks are its own, but decoders are plain MLPs and both
 * reconstructions are regressions of pixels; the weights a and b are ours.
 *
 * <p>Use it as {@link Jigsaw}; there is less to see and more to learn. The encoder never saw
 * colour: features of coloured pictures lean on what is in their brightness.
 *
 * <p>Kim et al. 2018, <a href="https://arxiv.org/abs/1802.01880">Learning image representations by
 * completing damaged jigsaw puzzles</a>.
 */
public final class DamagedJigsaw implements Puzzle {

    private static final int CHANNELS = 3;
    private static final float EPSILON = 1e-5f;

    private final Networks networks;
    private final Sequence piece;
    private final PermutationSet orders;
    private final Config config;

    /**
     * Sizes and weights.
     *
     * @param size p, rows and columns of a piece
     * @param embedding e
     * @param hidden units in the hidden layer of q, u and v
     * @param inpainting a, 0 or more
     * @param color b, 0 or more
     */
    public record Config(int size, int embedding, int hidden, double inpainting, double color) {

        /** Checks the weights. */
        public Config {
            if (!(inpainting >= 0 && color >= 0 && inpainting + color < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "The weights of inpainting and colour are finite and 0 or more, got "
                                + inpainting
                                + " and "
                                + color);
            }
        }

        /** With the weights 1 and 1. */
        public Config(int size, int embedding, int hidden) {
            this(size, embedding, hidden, 1, 1);
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (m, 3, p, p) -> (m, d)}
     * @param orders to tell apart
     * @param config sizes and weights
     */
    public DamagedJigsaw(Block encoder, PermutationSet orders, Config config) {
        this.orders = orders;
        this.config = config;
        int hidden = config.hidden();
        Shape one = new Shape(1, config.embedding());
        Shape all = new Shape(1, (long) orders.pieces() * config.embedding());
        Shape patch = new Shape(CHANNELS, config.size(), config.size());
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("projector", Patches.projector(config.embedding()))
                        .add("head", Heads.mlp(Heads.Norm.HIDDEN, hidden, orders.size()), all)
                        .add("inpainter", Mlp.decoder(patch, hidden), all)
                        .add("colorizer", Mlp.decoder(patch, hidden), one);
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

    @Override
    public Solution solve(Pass pass, NDList views) {
        return new Puzzles(pass, views).solution();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        Puzzles puzzles = new Puzzles(pass, views);
        NDArray jigsaw = puzzles.solution().loss(pass);
        NDArray inpainting = puzzles.inpainting();
        NDArray color = puzzles.color();
        pass.report("jigsaw", jigsaw);
        pass.report("inpainting", inpainting);
        pass.report("color", color);
        return jigsaw.add(Numbers.times(inpainting, config.inpainting()))
                .add(Numbers.times(color, config.color()));
    }

    /** The puzzles of a batch, laid and damaged, and what the encoder makes of them. */
    private final class Puzzles {

        private final Pass pass;
        private final PermutationSet.Shuffle shuffle;
        private final long[] missing;
        private final NDArray pieces; // (n s, 3, p, p), as they lie
        private final NDArray grey; // (n s, 1, p, p)
        private final NDArray e; // (n s, e)
        private final NDArray all; // (n, s e)

        Puzzles(Pass pass, NDList views) {
            int s = orders.pieces();
            int n = Patches.samples("The damaged jigsaw", views, s);
            requireColor(views.head().getShape());
            this.pass = pass;
            RandomGenerator random = pass.random();
            shuffle = orders.shuffle(n, random);
            missing = LongStream.range(0, n).map(i -> i * s + random.nextInt(s)).toArray();
            pieces = Patches.take(views.head(), shuffle.rows());
            grey = pieces.mean(new int[] {1}, true);
            e = pass.forward(piece, damaged().repeat(1, CHANNELS));
            pass.watch(e);
            all = e.reshape(n, -1);
        }

        /** Grey pieces with mean 0 and spread 1, noise where one is missing. */
        private NDArray damaged() {
            NDManager manager = pass.manager();
            NDArray flat = grey.reshape(grey.size(0), -1);
            int[] patch = {1};
            NDArray centred = flat.sub(flat.mean(patch, true));
            NDArray spread = centred.square().mean(patch, true).add(EPSILON).sqrt();
            NDArray standard = centred.div(spread).reshape(grey.getShape());
            float[] gone = new float[(int) grey.size(0)];
            for (long row : missing) {
                gone[(int) row] = 1;
            }
            NDArray mask = Numbers.of(manager, gone).reshape(-1, 1, 1, 1);
            NDArray noise = manager.randomNormal(grey.getShape());
            return standard.mul(mask.neg().add(1)).add(noise.mul(mask));
        }

        Solution solution() {
            NDArray logits = pass.forward(networks.get("head"), all); // (n, k)
            return new Solution(logits, Numbers.of(pass.manager(), shuffle.orders()));
        }

        NDArray inpainting() {
            NDArray found = pass.forward(networks.get("inpainter"), all); // (n, 3, p, p)
            return found.sub(Patches.take(pieces, missing)).square().mean();
        }

        NDArray color() {
            long[] left =
                    LongStream.range(0, pieces.size(0))
                            .filter(row -> Arrays.binarySearch(missing, row) < 0)
                            .toArray();
            NDArray colors = pass.forward(networks.get("colorizer"), Patches.take(e, left));
            return colors.sub(Patches.take(pieces.sub(grey), left)).square().mean();
        }
    }

    private void requireColor(Shape shape) {
        Shape expected = new Shape(CHANNELS, config.size(), config.size());
        if (!shape.slice(1).equals(expected)) {
            throw new IllegalArgumentException(
                    "The damaged jigsaw takes colour from pieces "
                            + expected
                            + " and gives it back, got "
                            + shape.slice(1));
        }
    }
}
