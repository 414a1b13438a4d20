package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Labels;
import org.selfsup.data.MuLaw;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Layers1d;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * WaveNet: every sample of a recording from those before it, by dilated causal convolutions.
 *
 * <pre>{@code
 * p(x) = prod_t p(x_t | x_1, ..., x_(t-1))                  (eq. 1), a softmax over 256 mu-law codes
 * z = tanh(W_f * x + V_f h) o sigmoid(W_g * x + V_g h)      (eqs. 2, 3 and 4), dilations 1, 2, 4, ...
 * }</pre>
 *
 * <p>Input: recordings {@code (n, 1, t)} in -1 to 1. A second array, if the model is conditional,
 * is the condition: {@code (n, k)} for the whole recording (global), {@code (n, k, t)} for every
 * step (local); the classes of labelled samples it finds itself in training. All is trained. The
 * loss is the mean over samples and steps of -log p in nats; {@code bits} is reported, the same in
 * bits a step. A local condition is given at the rate of the recording; the paper also learns to
 * bring it there.
 *
 * <p>The encoder gives the mean over time of the sum of skips, {@code (n, s)}, without a condition.
 *
 * <p>Use it for raw audio. Before the receptive field is full a recording counts as preceded by
 * silence without codes.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1609.03499">WaveNet: A Generative
 * Model for Raw Audio</a>.
 */
public final class WaveNet implements PretextTask {

    private static final MuLaw LAW = MuLaw.WAVENET;
    private static final int CODES = LAW.mu() + 1;

    private final Config config;
    private final int condition;
    private final @Nullable BatchLabels labels;
    private final CategoricalPixels distribution = new CategoricalPixels(CODES);
    private final Networks networks;

    /**
     * What makes the network. The paper names the dilations, 1 to 512 three times (section 2.1),
     * but no widths.
     *
     * @param stacks how often the dilations start again from 1
     * @param layers of a stack, each of twice the dilation of the one before, at most 20
     * @param width r, channels between layers
     * @param skips s, channels of the skip connections
     */
    public record Config(int stacks, int layers, int width, int skips) {

        /** Checks the sizes. */
        public Config {
            if (stacks < 1 || layers < 1 || layers > 20 || width < 1 || skips < 1) {
                throw new IllegalArgumentException(
                        "A WaveNet has stacks, 1 to 20 layers, width and skips, got %d, %d, %d, %d"
                                .formatted(stacks, layers, width, skips));
            }
        }

        /** Distance of the two steps that a layer sees, counted through all stacks. */
        int dilation(int layer) {
            return 1 << layer % layers;
        }

        /** How many steps before its own a step knows. */
        public int receptiveField() {
            return 2 + stacks * ((1 << layers) - 1);
        }
    }

    /** A model of recordings. */
    public WaveNet(Config config) {
        this(0, config);
    }

    /**
     * A model of recordings given a condition, which stands second in every batch.
     *
     * @param condition k, its features; 0 for none
     * @param config sizes
     */
    public WaveNet(int condition, Config config) {
        this(condition, config, null);
    }

    /**
     * A model of recordings given their class.
     *
     * @param labels of the samples to train on, in their order
     * @param config sizes
     */
    public WaveNet(Labels labels, Config config) {
        this(labels.names().size(), config, new BatchLabels(labels));
    }

    private WaveNet(int condition, Config config, @Nullable BatchLabels labels) {
        this.condition = condition;
        this.config = config;
        this.labels = labels;
        Shape hidden = new Shape(1, config.width(), 2);
        Block layers = new WaveNetLayers(config, condition > 0);
        networks =
                new Networks()
                        .add("codes", new MuLawCodes(LAW), new Shape(1, 1, 2))
                        .add("history", new CodeHistory(CODES, config.width()));
        if (condition == 0) {
            networks.add("layers", layers, hidden);
        } else {
            networks.add("layers", layers, hidden, new Shape(1, condition, 1));
        }
        networks.add(
                "head",
                new Sequence()
                        .add("relu1", Layers.elementwise(Activation::relu))
                        .add("conv1", Layers1d.conv(config.skips(), 1, 1, 0, true))
                        .add("relu2", Layers.reluInPlace())
                        .add("conv2", Layers1d.conv(CODES, 1, 1, 0, true)));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From recordings {@code (n, 1, t)} to the mean of the features over time, {@code (n, s)}. */
    @Override
    public Block encoder() {
        return networks.chain("codes", "history", "layers")
                .add("mean", Layers1d.globalAveragePool());
    }

    /** Features of the condition, k; 0 for none. */
    public int condition() {
        return condition;
    }

    /** Sizes. */
    public Config config() {
        return config;
    }

    @Override
    public boolean sumsOverSamples() {
        return labels == null;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDList given = new NDList(batch);
        if (labels != null) {
            given.add(labels.oneHot(pass, batch.head().size(0)));
        }
        NDArray perStep = Numbers.times(logLikelihood(pass, given), -1.0 / batch.head().size(2));
        NDArray loss = perStep.mean();
        pass.report("bits", (float) (loss.getFloat() / Math.log(2)));
        return loss;
    }

    /**
     * log p(x) of every recording, all steps together, in nats.
     *
     * @param batch x {@code (n, 1, t)} and the condition, if the model has one
     * @return {@code (n)}
     */
    public NDArray logLikelihood(Pass pass, NDList batch) {
        NDArray codes = codes(pass, batch.head());
        return distribution.logLikelihood(logits(pass, codes, batch.subNDList(1)), codes);
    }

    /**
     * log p(x) of every recording given its condition, in nats.
     *
     * @param x recordings {@code (n, 1, t)}
     * @param condition {@code (n, k)}, such as {@link BatchLabels#oneHot one-hot classes}, or
     *     {@code (n, k, t)}
     * @return {@code (n)}
     */
    public NDArray logLikelihood(Pass pass, NDArray x, NDArray condition) {
        return logLikelihood(pass, new NDList(x, condition));
    }

    private NDArray codes(Pass pass, NDArray x) {
        Shape shape = x.getShape();
        if (shape.dimension() != 3 || shape.get(1) != 1) {
            throw new IllegalArgumentException("Recordings are (n, 1, t), got " + shape);
        }
        return pass.forward(networks.get("codes"), x);
    }

    /**
     * Logits of every step's code, knowing those before it, {@code (n, 256, t)}.
     *
     * @param codes {@code (n, 1, t)} of type int64
     */
    NDArray logits(Pass pass, NDArray codes, NDList given) {
        NDList inputs = new NDList(pass.forward(networks.get("history"), codes));
        inputs.addAll(condition(given, codes.size(0), codes.size(2)));
        NDArray features = pass.forward(networks.get("layers"), inputs).singletonOrThrow();
        return pass.forward(networks.get("head"), features);
    }

    /** The condition as (n, k, t) or (n, k, 1), if there is one. */
    private NDList condition(NDList given, long n, long t) {
        if (condition == 0 ? given.isEmpty() : given.size() == 1) {
            if (condition == 0) {
                return given;
            }
            NDArray c = given.head();
            if (c.getShape().equals(new Shape(n, condition))) {
                return new NDList(c.expandDims(2));
            }
            if (c.getShape().equals(new Shape(n, condition, t))) {
                return given;
            }
        }
        throw new IllegalArgumentException(
                "This model takes recordings and "
                        + (condition == 0
                                ? "no condition"
                                : "a condition ("
                                        + n
                                        + ", "
                                        + condition
                                        + "), or with "
                                        + t
                                        + " steps")
                        + ", got "
                        + (given.isEmpty() ? "none" : given.head().getShape()));
    }

    /** New recordings {@code (n, 1, t)}, drawn with libtorch's generator. */
    public NDArray sample(Pass pass, int n, int t) {
        return sample(pass, n, t, new NDList());
    }

    /**
     * New recordings {@code (n, 1, t)} given conditions, drawn with libtorch's generator.
     *
     * @param given {@code (n, k)}, such as {@link BatchLabels#oneHot one-hot classes}, or {@code
     *     (n, k, t)}
     */
    public NDArray sample(Pass pass, int n, int t, NDList given) {
        NDList conditions = condition(given, n, t);
        WaveNetGenerator generator = new WaveNetGenerator(this);
        float[] samples = new float[n * t];
        try (NDArray noise = pass.manager().randomUniform(0, 1, new Shape(n, t))) {
            float[] uniform = noise.toFloatArray();
            for (int i = 0; i < n; i++) {
                float[] c =
                        conditions.isEmpty()
                                ? new float[0]
                                : conditions.head().get(i).toFloatArray();
                generator.start(c);
                int code = -1;
                for (int s = 0; s < t; s++) {
                    code = WaveNetGenerator.draw(generator.next(code), uniform[i * t + s]);
                    samples[i * t + s] = LAW.decode(code);
                }
            }
        }
        return pass.manager().create(samples, new Shape(n, 1, t));
    }
}
