package org.selfsup.adversarial.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.Translators;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.History;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * CycleGAN: two translators between domains of which no pairs are known, each undoing what the
 * other does.
 *
 * <pre>{@code
 * L(G, F) = E (D_Y(G(x)) - 1)^2 + E (D_X(F(y)) - 1)^2
 *           + cycle (E |F(G(x)) - x| + E |G(F(y)) - y|)
 *           + identity (E |F(x) - x| + E |G(y) - y|)
 * L(D_Y)  = ( E (D_Y(y) - 1)^2 + E D_Y(G(x))^2 ) / 2,   L(D_X) likewise
 * }</pre>
 *
 * <p>Input: two arrays {@code (n, c, h, w)} in the generators' range, [-1, 1] for a tanh: x of the
 * first domain, y of the second, see {@link org.selfsup.data.UnpairedViews}. G takes x to the
 * second domain, F takes y to the first. A discriminator is a map of features {@code (n, d, h',
 * w')} and a convolution to logits of its places; absolute values and squares are means over all
 * places. Discriminators see some of the generators' older pictures, which a {@link History} keeps.
 * Each step updates both generators, then both discriminators. The encoder is D_X's features, mean
 * over the places, {@code (n, d)}.
 *
 * <p>Reports {@code fooling}, {@code cycle}, {@code identity} and {@code discriminator_accuracy}.
 *
 * <p>Use it where two sets of pictures show the same things in another look. Known failure: where
 * classes look alike it may exchange them, and a generator may hide in faint patterns what the
 * other one needs to go back; both leave the cycle's error small.
 *
 * <p>Zhu et al. 2017, <a href="https://arxiv.org/abs/1703.10593">Unpaired Image-to-Image
 * Translation using Cycle-Consistent Adversarial Networks</a>.
 */
public final class CycleGan implements PretextTask {

    private final Networks networks;
    private final Block forward;
    private final Block backward;
    private final Sequence first;
    private final Sequence second;
    private final History madeFirst;
    private final History madeSecond;
    private final Config config;
    private final GanLoss game = new GanLoss.LeastSquares();

    /**
     * What the paper leaves to choose.
     *
     * @param cycle weight of coming back, lambda, at least 0
     * @param identity weight of leaving alone what is of the domain already, at least 0
     * @param history pictures of each generator that are kept, at least 1
     */
    public record Config(double cycle, double identity, int history) {

        /** Sections 4 and 5.2 of the paper. */
        public static final Config PAPER = new Config(10, 5, 50);

        /** Checks the weights; the history checks the rest. */
        public Config {
            if (!(Math.min(cycle, identity) >= 0)) {
                throw new IllegalArgumentException(
                        "CycleGAN's weights are at least 0, got " + cycle + " and " + identity);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param forward G, {@code (n, c, h, w)} to the same shape
     * @param backward F, the same
     * @param first features of D_X, {@code (n, c, h, w) -> (n, d, h', w')}
     * @param second features of D_Y, the same
     * @param picture shape of one, {@code (c, h, w)}
     * @param config numbers
     */
    public CycleGan(
            Block forward,
            Block backward,
            Block first,
            Block second,
            Shape picture,
            Config config) {
        this.forward = forward;
        this.backward = backward;
        this.config = config;
        madeFirst = new History(config.history(), picture);
        madeSecond = new History(config.history(), picture);
        networks =
                new Networks()
                        .add("encoder", first)
                        .add("logits", Translators.logits())
                        .add("second_encoder", second, shape -> shape)
                        .add("second_logits", Translators.logits())
                        .add("forward", forward, shape -> shape)
                        .add("backward", backward)
                        .beside("made_first", madeFirst)
                        .beside("made_second", madeSecond);
        this.first = networks.chain("encoder", "logits");
        this.second = networks.chain("second_encoder", "second_logits");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From pictures to D_X's features, mean over the places, {@code (n, d)}. */
    @Override
    public Block encoder() {
        return networks.chain("encoder").add("pool", Layers.globalAveragePool());
    }

    /** G, from the first domain to the second. */
    public Block forward() {
        return forward;
    }

    /** F, from the second domain to the first. */
    public Block backward() {
        return backward;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective("generators", networks.chain("forward", "backward"), this::loss),
                new Objective(
                        "discriminators",
                        networks.chain("encoder", "logits", "second_encoder", "second_logits"),
                        this::discriminatorLoss));
    }

    /** The generators' loss. */
    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray x = views.get(0);
        NDArray y = views.get(1);
        NDArray asSecond = pass.forward(forward, x);
        NDArray asFirst = pass.forward(backward, y);
        NDArray fooling = fooling(pass, second, asSecond).add(fooling(pass, first, asFirst));
        NDArray cycle =
                distance(pass.forward(backward, asSecond), x)
                        .add(distance(pass.forward(forward, asFirst), y));
        pass.report("fooling", fooling);
        pass.report("cycle", cycle);
        NDArray sum = fooling.add(Numbers.times(cycle, config.cycle()));
        if (config.identity() > 0) {
            NDArray identity =
                    distance(pass.forward(backward, x), x)
                            .add(distance(pass.forward(forward, y), y));
            pass.report("identity", identity);
            sum = sum.add(Numbers.times(identity, config.identity()));
        }
        return sum;
    }

    /** Without the half that the discriminators' loss has. */
    private NDArray fooling(Pass pass, Block discriminator, NDArray made) {
        return Numbers.times(game.generator(pass.forward(discriminator, made)), 2);
    }

    private static NDArray distance(NDArray made, NDArray wanted) {
        return made.sub(wanted).abs().mean();
    }

    private NDArray discriminatorLoss(Pass pass, NDList views) {
        NDArray asSecond;
        NDArray asFirst;
        try (Autograd off = Autograd.off()) {
            asSecond = pass.forward(forward, views.get(0));
            asFirst = pass.forward(backward, views.get(1));
        }
        return told(pass, first, views.get(0), madeFirst.exchange(asFirst, pass.random()))
                .add(
                        told(
                                pass,
                                second,
                                views.get(1),
                                madeSecond.exchange(asSecond, pass.random())));
    }

    private NDArray told(Pass pass, Block discriminator, NDArray real, NDArray made) {
        NDArray ones = pass.forward(discriminator, real);
        NDArray zeros = pass.forward(discriminator, made);
        pass.watchLogits(ones.sub(0.5f), zeros.sub(0.5f));
        return game.discriminator(ones, zeros);
    }
}
