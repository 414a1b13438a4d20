package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Labels;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A network that predicts every pixel from those before it, in rows from the left and from the top,
 * trained by the exact likelihood of the samples.
 *
 * <pre>{@code
 * log p(x) = sum_i log p(x_i | x_1, ..., x_(i-1)),   loss = -mean over x of log p(x), in nats
 * }</pre>
 *
 * <p>Input: samples {@code (n, c, h, w)}, or {@code (n, h, w)} of one channel such as codes of a
 * codebook, with the values of their {@link PixelDistribution}. A second array, if the model is
 * conditional, is the condition {@code (n, k)}; the classes of labelled samples it finds itself in
 * training. All is trained.
 *
 * <p>A likelihood is one pass through the network, a sample one pass a pixel and colour, each over
 * the rows down to the pixel.
 *
 * <p>The methods of this package are what differs between papers: the network.
 */
public abstract class PixelModel implements PretextTask {

    private final Shape sample;
    private final PixelDistribution pixels;
    private final Network network;
    private final @Nullable BatchLabels labels;
    private final Shape maps; // (c, h, w)
    private final Networks networks;
    private final Sequence encoder;

    /**
     * What differs between methods.
     *
     * @param features from what the network sees {@code (n, c', h, w)} and, if there is one, the
     *     condition {@code (n, k)} to features {@code (n, f, h, w)}, which for a pixel know those
     *     before it, and of itself the colours before
     * @param head from features to parameters of the pixels, every pixel by itself
     * @param condition k, 0 for none
     * @param rows height and width must divide by it
     */
    protected record Network(Block features, Block head, int condition, int rows) {

        /** Without a condition, for any height and width. */
        public Network(Block features, Block head) {
            this(features, head, 0, 1);
        }
    }

    /**
     * Puts a network and the pixels' distribution together.
     *
     * @param sample shape of one sample, (c, h, w) or (h, w)
     * @param pixels what a pixel is distributed like
     * @param network between the two
     * @param labels classes of the samples to train on, which are the condition; null if the
     *     condition is given in each batch, or there is none
     */
    protected PixelModel(
            Shape sample, PixelDistribution pixels, Network network, @Nullable Labels labels) {
        this.sample = sample;
        this.pixels = pixels;
        this.network = network;
        this.labels = labels == null ? null : new BatchLabels(labels);
        maps = sample.dimension() == 2 ? new Shape(1).addAll(sample) : sample;
        Shape x = new Shape(1).addAll(maps);
        Block input = pixels.input();
        Shape seen = input.getOutputShapes(new Shape[] {x})[0];
        networks = new Networks().add("input", input, x);
        if (network.condition() == 0) {
            networks.add("features", network.features(), seen);
        } else {
            networks.add("features", network.features(), seen, new Shape(1, network.condition()));
        }
        networks.add("head", network.head());
        encoder = networks.chain("input", "features").add("mean", Layers.globalAveragePool());
    }

    /** How many channels a sample has. */
    static int channels(Shape sample) {
        if (sample.dimension() < 2 || sample.dimension() > 3 || sample.size() < 1) {
            throw new IllegalArgumentException("A sample is (c, h, w) or (h, w), got " + sample);
        }
        return sample.dimension() == 2 ? 1 : Math.toIntExact(sample.get(0));
    }

    /** Hidden channels where each colour has as many. */
    static int requireMultiple(int hidden, int groups) {
        if (hidden % groups != 0) {
            throw new IllegalArgumentException(
                    "Hidden channels are divided among "
                            + groups
                            + " colours, got "
                            + hidden
                            + "; take a multiple");
        }
        return hidden;
    }

    @Override
    public final Networks networks() {
        return networks;
    }

    /**
     * From samples {@code (n, c, h, w)} to the mean of the features over all pixels, {@code (n,
     * f)}, without a condition.
     */
    @Override
    public final Block encoder() {
        return encoder;
    }

    /** Features of the condition, k; 0 if there is none. */
    public final int condition() {
        return network.condition();
    }

    @Override
    public final boolean sumsOverSamples() {
        return labels == null;
    }

    @Override
    public final NDArray loss(Pass pass, NDList batch) {
        NDList given = new NDList(batch);
        if (labels != null) {
            given.add(labels.oneHot(pass, batch.head().size(0)));
        }
        return logLikelihood(pass, given).mean().neg();
    }

    /**
     * log p(x) of every sample, in nats.
     *
     * @param batch x and the condition, if the model has one
     * @return {@code (n)}
     */
    public final NDArray logLikelihood(Pass pass, NDList batch) {
        return pixels.logLikelihood(parameters(pass, batch), maps(batch.head()));
    }

    /**
     * log p(x) of every sample given its condition, in nats.
     *
     * @param x samples
     * @param condition {@code (n, k)}, such as {@link BatchLabels#oneHot one-hot classes}
     * @return {@code (n)}
     */
    public final NDArray logLikelihood(Pass pass, NDArray x, NDArray condition) {
        return logLikelihood(pass, new NDList(x, condition));
    }

    /**
     * What the network says of every pixel, knowing those before it.
     *
     * @param batch x and the condition, if the model has one
     * @return parameters of the pixels' distribution, {@code (n, p, h, w)}
     */
    public final NDArray parameters(Pass pass, NDList batch) {
        NDArray x = maps(batch.head());
        NDList seen = new NDList(pass.forward(networks.get("input"), x));
        seen.addAll(condition(batch.subNDList(1), x.size(0)));
        NDArray features = pass.forward(network.features(), seen).singletonOrThrow();
        return pass.forward(network.head(), features);
    }

    private NDArray maps(NDArray x) {
        Shape shape = x.getShape();
        if (shape.dimension() != sample.dimension() + 1 || !shape.slice(1).equals(sample)) {
            throw new IllegalArgumentException(
                    "Samples have the shape " + sample + " after the first axis, got " + shape);
        }
        return x.toType(DataType.FLOAT32, false).reshape(new Shape(x.size(0)).addAll(maps));
    }

    private NDList condition(NDList given, long n) {
        Shape expected = new Shape(n, network.condition());
        boolean right =
                network.condition() == 0
                        ? given.isEmpty()
                        : given.size() == 1 && given.head().getShape().equals(expected);
        if (!right) {
            throw new IllegalArgumentException(
                    "This model takes samples and "
                            + (network.condition() == 0
                                    ? "no condition"
                                    : "a condition " + expected)
                            + ", got "
                            + (given.isEmpty() ? "none" : given.head().getShape()));
        }
        return given;
    }

    /** New samples {@code (n, ...)}, drawn with libtorch's generator. */
    public final NDArray sample(Pass pass, int n) {
        return sample(pass, n, new NDList());
    }

    /**
     * New samples {@code (n, ...)} given conditions, drawn with libtorch's generator.
     *
     * @param condition {@code (n, k)}, such as {@link BatchLabels#oneHot one-hot classes}
     */
    public final NDArray sample(Pass pass, int n, NDList condition) {
        Shape noises = new Shape(n, pixels.noises(channels(sample))).addAll(maps.slice(1));
        try (NDArray noise = pass.manager().randomUniform(0, 1, noises)) {
            return sample(pass, noise, condition);
        }
    }

    /** The samples that follow from uniform numbers {@code (n, noises, h, w)}. */
    final NDArray sample(Pass pass, NDArray noise, NDList condition) {
        long n = noise.size(0);
        NDList given = condition(condition, n);
        NDArray x = pass.manager().zeros(new Shape(n).addAll(maps));
        try (Autograd off = Autograd.off()) {
            for (int i = 0; i < maps.get(1); i++) {
                for (int j = 0; j < maps.get(2); j++) {
                    for (int part = 0; part < pixels.groups(channels(sample)); part++) {
                        // What is drawn for later colours is drawn again once they know these.
                        draw(pass, x, noise, given, i, j);
                    }
                }
            }
        }
        return x.reshape(new Shape(n).addAll(sample));
    }

    /** Draws one pixel, from the rows down to it. */
    private void draw(Pass pass, NDArray x, NDArray noise, NDList condition, int i, int j) {
        try (NDScope scope = new NDScope()) {
            NDIndex pixel = new NDIndex(":, :, {}:{}, {}:{}", i, i + 1, j, j + 1);
            int rows = (i / network.rows() + 1) * network.rows();
            NDList down = new NDList(x.get(":, :, :{}", rows));
            NDList seen = networks.get("input").forward(pass.store(), down, false);
            seen.addAll(condition);
            NDList features = network.features().forward(pass.store(), seen, false);
            NDList here = new NDList(features.singletonOrThrow().get(pixel));
            NDArray parameters =
                    network.head().forward(pass.store(), here, false).singletonOrThrow();
            x.set(pixel, pixels.draw(parameters, noise.get(pixel)));
            scope.suppressNotUsedWarning();
        }
    }
}
