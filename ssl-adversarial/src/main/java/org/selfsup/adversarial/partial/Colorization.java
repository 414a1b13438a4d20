package org.selfsup.adversarial.partial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.CieLab;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Buffer;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Colorization: from a picture's lightness tell the colour of every place, as one of q classes.
 *
 * <pre>{@code
 * L = -mean over places of v(z) sum_q z_q log softmax(g(f(x)))_q                  (eq. 2)
 * v(z) = w_q*, q* the class of the largest z_q,   w ~ 1 / ((1 - lambda) p + lambda / q),
 * sum_q p_q w_q = 1                                                               (eq. 3, 4)
 * }</pre>
 *
 * <p>Input: one array of RGB pictures {@code (n, 3, h, w)} with values of 0 to 1. The encoder f
 * sees nothing of their colour by itself ({@link CieLab#lightness}); the decoder g takes a map of
 * it to scores {@code (n, q, h', w')}. The truth is the mean colour of each of the h' w' parts of
 * the picture as z, the five nearest classes of a {@link ColorGrid}. Rare colours weigh more: w
 * keeps the many dull places from deciding. Encoder and decoder are trained; p is a running mean of
 * z, a buffer, where the paper counts beforehand, so that the task needs no pass over the data.
 * Reported: {@code accuracy}, the share of places whose likeliest class is the truth's.
 *
 * <p>{@link #colorize} takes the annealed mean of the classes (eq. 5).
 *
 * <p>Use it on photographs, where what a thing is says which colour it has. Where things have any
 * colour there is nothing to learn. The encoder never saw colour, which a probe on coloured
 * pictures misses.
 *
 * <p>Zhang, Isola and Efros 2016, <a href="https://arxiv.org/abs/1603.08511">Colorful image
 * colorization</a>; in the survey's words adversarial because it generates a part of its input,
 * though there is no discriminator.
 */
public final class Colorization implements PretextTask {

    private static final double KEPT = 0.99; // of p in a step

    private final Networks networks;
    private final FeatureMaps maps;
    private final Block decoder;
    private final Buffer frequencies;
    private final Config config;

    /**
     * The classes and how they are weighed.
     *
     * @param grid of colours; its side is 10 in the paper
     * @param uniform lambda, above 0, up to 1, where all classes weigh alike; 0.5 in the paper
     * @param temperature of the annealed mean, above 0; 0.38 in the paper
     */
    public record Config(ColorGrid grid, double uniform, double temperature) {

        /** The paper's numbers. */
        public static final Config PAPER = new Config(new ColorGrid(10), 0.5, 0.38);

        /** Checks the numbers. */
        public Config {
            if (!(uniform > 0 && uniform <= 1 && temperature > 0 && temperature < 1e6)) {
                throw new IllegalArgumentException(
                        "Colours are weighed with a lambda above 0, at most 1, and annealed with a"
                                + " finite temperature above 0, got "
                                + uniform
                                + " and "
                                + temperature);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, 3, h, w) -> (n, d)}, that begins with {@link CieLab#lightness}
     * @param map name of its block that gives the map, see {@link FeatureMaps}
     * @param decoder g, from the map to {@code (n, q, h', w')}, such as a {@link
     *     org.selfsup.encoder.MapDecoder}; h' = h / 4 in the paper
     * @param config the classes
     */
    public Colorization(Block encoder, String map, Block decoder, Config config) {
        this.maps = new FeatureMaps(encoder, map);
        this.decoder = decoder;
        this.config = config;
        int q = config.grid().size();
        frequencies = Buffer.filled(1f / q, q);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("decoder", decoder, this::map)
                        .beside("frequencies", frequencies);
    }

    private Shape map(Shape batch) {
        return maps.getOutputShapes(new Shape[] {batch})[1];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray logits = scores(pass, x); // (n, q, h', w')
        NDArray z = config.grid().soft(ColorParts.at(CieLab.of(x).get(1), logits)); // (m, q)
        NDArray rows = ColorGrid.rows(logits); // (m, q)
        NDArray likely = z.argMax(1); // (m)
        NDArray surprise = rows.logSoftmax(1).mul(z).sum(new int[] {1}).neg(); // (m)
        ColorParts.report(pass, "accuracy", rows, likely);
        pass.afterStep(() -> count(z));
        return surprise.mul(weights().gather(likely, 0)).mean();
    }

    /** w, (q). */
    private NDArray weights() {
        try (Autograd off = Autograd.off()) {
            NDArray p = frequencies.value();
            double lambda = config.uniform();
            NDArray w = Numbers.times(p, 1 - lambda).add(lambda / p.size()).pow(-1);
            return w.div(w.mul(p).sum());
        }
    }

    private void count(NDArray z) {
        NDArray p = frequencies.value();
        frequencies.set(Numbers.times(p, KEPT).add(Numbers.times(z.mean(new int[] {0}), 1 - KEPT)));
    }

    private NDArray scores(Pass pass, NDArray x) {
        NDArray map = pass.forward(maps, new NDList(x)).get(1);
        return ColorParts.require(pass.forward(decoder, map), config.grid().size());
    }

    /**
     * Pictures with their own lightness and the colours that it suggests.
     *
     * @param x RGB pictures {@code (n, 3, h, w)}, 0 to 1; their colour is not looked at
     * @return RGB pictures of the same shape
     */
    public NDArray colorize(Pass pass, NDArray x) {
        NDArray l = CieLab.of(x).get(0);
        NDArray ab = config.grid().mean(scores(pass, x), config.temperature());
        return CieLab.toRgb(l, ColorParts.enlarged(ab, l));
    }
}
