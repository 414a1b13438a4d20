package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.util.function.BinaryOperator;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.GradientReversal;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Deep InfoMax: the summary of a picture shall say much about its feature map, as a whole and place
 * by place, and be distributed like a prior.
 *
 * <pre>{@code
 * max  alpha I(C(x); y) + beta mean_i I(C_i(x); y)
 * min over E, max over D  gamma ( E log D(v) + E log(1 - D(y)) ),   v ~ U(0, 1)^p       (eq. 8)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}. C(x) is the map {@code (n, c', h', w')} after a named
 * block of the encoder f, y = sigmoid(W f(x)) the summary {@code (n, p)}. Each I is estimated from
 * the dot products of encodings of map and summary: those of one picture against those of two.
 * Everything is trained: f, W, the critics and the discriminator D. After training f gives the
 * representation.
 *
 * <p>Differs from the paper: the global critic is a dot product, too, so that all pairs of the
 * batch are its negatives, where the paper scores a concatenation; critics have no shortcut. D
 * learns in the same pass as the others, its gradient reversed towards y, where the paper
 * alternates. The representation is f(x), not y.
 *
 * <p>Use it where views are hard to come by: it needs no augmentation. With {@code beta = 0} it
 * learns little, as in the paper. Its features keep texture and colour, on which map and summary
 * agree most easily.
 *
 * <p>Hjelm et al. 2019, <a href="https://arxiv.org/abs/1808.06670">Learning deep representations by
 * mutual information estimation and maximization</a>.
 */
public final class DeepInfoMax implements PretextTask {

    private static final long[] DISCRIMINATOR = {1000, 200, 1};

    private final Networks networks;
    private final FeatureMaps maps;
    private final BinaryOperator<NDArray> estimator;
    private final Config config;
    private final GradientReversal reversal;

    /**
     * What the paper leaves to choose. A weight of 0 leaves its part out, networks included.
     *
     * @param units of the critics' encodings, at least 1
     * @param summary p, dimensions of y, at least 1
     * @param global alpha, at least 0
     * @param local beta, at least 0
     * @param prior gamma, at least 0
     */
    public record Config(int units, int summary, double global, double local, double prior) {

        /** The paper's DIM(L). */
        public static final Config PAPER = new Config(2048, 64, 0, 1, 0.1);

        /** The paper's DIM(G). */
        public static final Config GLOBAL = new Config(2048, 64, 1, 0, 1);

        /** Checks the numbers. */
        public Config {
            if (units < 1 || summary < 1) {
                throw new IllegalArgumentException(
                        "Deep InfoMax needs at least 1 unit and 1 dimension of the summary, got "
                                + units
                                + " and "
                                + summary);
            }
            if (!(global >= 0 && local >= 0 && prior >= 0 && global + local > 0)
                    || global + local + prior == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "Deep InfoMax needs weights of at least 0, global or local positive, got "
                                + global
                                + ", "
                                + local
                                + " and prior "
                                + prior);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}, a {@link Sequence}
     * @param map name of the block of f that gives C(x), see {@link FeatureMaps}
     * @param estimator from encodings {@code (n, units, places)} of maps and of summaries to minus
     *     the information: {@code evaluate} of a {@link org.selfsup.loss.MutualInformationLoss} or
     *     of {@link org.selfsup.loss.LocalInfoNceLoss}
     * @param config sizes and weights
     */
    public DeepInfoMax(
            Block encoder, String map, BinaryOperator<NDArray> estimator, Config config) {
        this.estimator = estimator;
        this.config = config;
        maps = new FeatureMaps(encoder, map);
        reversal = new GradientReversal((float) config.prior());
        int p = config.summary();
        int units = config.units();
        networks = new Networks().add("encoder", encoder).add("summary", Layers.linear(p, true));
        if (config.global() > 0) {
            Sequence whole =
                    new Sequence()
                            .add("flatten", Layers.flatten())
                            .add("critic", Critic.ofVector(units));
            critics("global", whole);
        }
        if (config.local() > 0) {
            critics("local", Critic.ofMap(units));
        }
        if (config.prior() > 0) {
            networks.add(
                    "discriminator", Heads.mlp(Heads.Norm.NONE, DISCRIMINATOR), new Shape(1, p));
        }
    }

    private void critics(String role, Block ofMap) {
        networks.add(role + "_map", ofMap, this::map)
                .add(
                        role + "_summary",
                        Critic.ofVector(config.units()),
                        new Shape(1, config.summary()));
    }

    private Shape map(Shape batch) {
        return maps.getOutputShapes(new Shape[] {batch})[1];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList features = pass.forward(maps, views);
        NDArray map = features.get(1); // (n, c', h', w')
        NDArray y = Activation.sigmoid(pass.forward(networks.get("summary"), features.head()));
        pass.watch(features.head());
        NDArray sum = Numbers.of(y.getManager(), 0);
        if (config.global() > 0) {
            sum = sum.add(Numbers.times(information(pass, "global", map, y), config.global()));
        }
        if (config.local() > 0) {
            sum = sum.add(Numbers.times(information(pass, "local", map, y), config.local()));
        }
        return config.prior() > 0 ? sum.add(discrimination(pass, y)) : sum;
    }

    /** Minus what the summary says of the map. */
    private NDArray information(Pass pass, String role, NDArray map, NDArray y) {
        NDArray local = Critic.encode(pass, networks.get(role + "_map"), map);
        NDArray global = Critic.encode(pass, networks.get(role + "_summary"), y);
        NDArray loss = estimator.apply(local, global);
        pass.report(role, loss);
        return loss;
    }

    /** The discriminator's loss, which y shall raise. */
    private NDArray discrimination(Pass pass, NDArray y) {
        Block discriminator = networks.get("discriminator");
        NDArray real =
                pass.forward(discriminator, pass.manager().randomUniform(0, 1, y.getShape()));
        NDArray fake = pass.forward(discriminator, reversal.evaluate(y));
        NDArray loss = new GanLoss.Minimax().discriminator(real, fake);
        pass.report("prior", loss);
        return loss;
    }
}
