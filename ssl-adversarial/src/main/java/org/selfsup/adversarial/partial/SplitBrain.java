package org.selfsup.adversarial.partial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.CieLab;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.LabEncoder;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Split-brain autoencoder: two halves of a network, one tells colour from lightness, the other
 * lightness from colour.
 *
 * <pre>{@code
 * L = mean over places of -log softmax(g_1(f_1(L)))[ab] - log softmax(g_2(f_2(ab)))[L]
 * }</pre>
 *
 * <p>Input: one array of RGB pictures {@code (n, 3, h, w)} with values of 0 to 1. The encoder has
 * the halves f_1, which sees lightness, and f_2, which sees colour; decoders g_1 and g_2 take a map
 * of each to scores {@code (n, q, h', w')} of the classes of a {@link ColorGrid} and {@code (n, k,
 * h', w')} of k even levels of lightness. The truth is the class of the mean over each of the h' w'
 * parts of the picture. All are trained; after training the features of both halves, joined, are
 * the representation. Reported: {@code color} and {@code lightness}, the two terms, and how often
 * each is told right, {@code color_accuracy} and {@code lightness_accuracy}.
 *
 * <p>Use it as {@link Colorization}, whose encoder never sees colour: here all of the picture is
 * looked at, each part by half of the network. Where colour says nothing of lightness nor lightness
 * of colour, nothing is learnt.
 *
 * <p>Zhang, Isola and Efros 2017, <a href="https://arxiv.org/abs/1611.09842">Split-brain
 * autoencoders: unsupervised learning by cross-channel prediction</a>; the variant with two
 * classification losses.
 */
public final class SplitBrain implements PretextTask {

    private static final ClassificationLoss LOSS = new ClassificationLoss();
    private static final int BRIGHTEST = 100;

    private final Networks networks;
    private final FeatureMaps lightness;
    private final FeatureMaps colour;
    private final Config config;

    /**
     * The classes.
     *
     * @param grid of colours
     * @param levels k of lightness, 2 to 256
     * @param temperature of the annealed mean when pictures are shown, above 0
     */
    public record Config(ColorGrid grid, int levels, double temperature) {

        /** Checks the numbers. */
        public Config {
            if (levels < 2 || levels > 256 || !(temperature > 0 && temperature < 1e6)) {
                throw new IllegalArgumentException(
                        "Split-brain tells 2 to 256 levels of lightness and needs a finite"
                                + " temperature above 0, got "
                                + levels
                                + " and "
                                + temperature);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder the two halves, whose blocks have the same names
     * @param map name of the block of each that gives the map, see {@link FeatureMaps}
     * @param toColour g_1, from the map of lightness to {@code (n, q, h', w')}
     * @param toLightness g_2, from the map of colour to {@code (n, k, h', w')}
     * @param config the classes
     */
    public SplitBrain(
            LabEncoder encoder, String map, Block toColour, Block toLightness, Config config) {
        lightness = new FeatureMaps(encoder.lightness(), map);
        colour = new FeatureMaps(encoder.colour(), map);
        this.config = config;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("to_colour", toColour, batch -> map(lightness, batch, 1))
                        .add("to_lightness", toLightness, batch -> map(colour, batch, 2));
    }

    private static Shape map(FeatureMaps half, Shape batch, int channels) {
        Shape seen = new Shape(batch.get(0), channels, batch.get(2), batch.get(3));
        return half.getOutputShapes(new Shape[] {seen})[1];
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
        NDList lab = CieLab.of(x);
        NDArray q = toColour(pass, x); // (n, q, h', w')
        NDArray k = toLightness(pass, x); // (n, k, h', w')
        NDArray colours = config.grid().classes(ColorParts.at(lab.get(1), q)); // (m)
        NDArray levels = levels(ColorParts.at(lab.get(0), k)); // (m)
        return told(pass, "color", q, colours).add(told(pass, "lightness", k, levels));
    }

    private static NDArray told(Pass pass, String name, NDArray scores, NDArray classes) {
        NDArray rows = ColorGrid.rows(scores);
        NDArray loss = LOSS.evaluate(rows, classes);
        pass.report(name, loss);
        ColorParts.report(pass, name + "_accuracy", rows, classes);
        return loss;
    }

    /** The level of every place, (m). */
    private NDArray levels(NDArray l) {
        int k = config.levels();
        return ColorGrid.rows(l)
                .squeeze(1)
                .mul((float) k / BRIGHTEST)
                .floor()
                .clip(0, k - 1)
                .toType(DataType.INT64, false);
    }

    private NDArray toColour(Pass pass, NDArray x) {
        NDArray scores = through(pass, lightness, "to_colour", CieLab.scaled(x).get(0));
        return ColorParts.require(scores, config.grid().size());
    }

    private NDArray toLightness(Pass pass, NDArray x) {
        NDArray scores = through(pass, colour, "to_lightness", CieLab.scaled(x).get(1));
        return ColorParts.require(scores, config.levels());
    }

    private NDArray through(Pass pass, FeatureMaps half, String decoder, NDArray seen) {
        NDArray map = pass.forward(half, new NDList(seen)).get(1);
        return pass.forward(networks.get(decoder), map);
    }

    /**
     * Pictures with their own lightness and the colours that it suggests.
     *
     * @param x RGB pictures {@code (n, 3, h, w)}, 0 to 1
     * @return RGB pictures of the same shape
     */
    public NDArray colorize(Pass pass, NDArray x) {
        NDArray l = CieLab.of(x).get(0);
        NDArray ab = config.grid().mean(toColour(pass, x), config.temperature());
        return CieLab.toRgb(l, ColorParts.enlarged(ab, l));
    }

    /**
     * Pictures with their own colours and the lightness that these suggest.
     *
     * @param x RGB pictures {@code (n, 3, h, w)}, 0 to 1
     * @return RGB pictures of the same shape
     */
    public NDArray lighten(Pass pass, NDArray x) {
        NDArray ab = CieLab.of(x).get(1);
        NDManager manager = x.getManager();
        int k = config.levels();
        float[] middles = new float[k];
        for (int i = 0; i < k; i++) {
            middles[i] = BRIGHTEST * (i + 0.5f) / k;
        }
        NDArray l =
                ColorGrid.mean(
                        toLightness(pass, x),
                        Numbers.of(manager, middles).reshape(k, 1),
                        config.temperature());
        return CieLab.toRgb(ColorParts.enlarged(l, ab), ab);
    }
}
