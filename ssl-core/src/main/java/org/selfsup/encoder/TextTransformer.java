package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Transformer.Order;
import org.selfsup.engine.TorchScript;

/**
 * A Transformer over the tokens of a text, numbers (n, t) of type int64 to one feature (n, d).
 *
 * <pre>{@code
 * e = token[x] + position (+ segment[s])      (n, t, e)
 * e = LayerNorm(e)                            where norms come after, as in BERT
 * h = layers(e W)                             (n, t, d), W only where e is not d
 * }</pre>
 *
 * <p>A second input (n, t), 0 where a text is padded and 1 where it is not, keeps padding from
 * being seen and from the mean; a third (n, t) of type int64 tells the segment of every token,
 * without it all are in segment 0. {@link TextTokens} gives h itself and {@link TokenLogits} turns
 * it into a distribution over tokens.
 *
 * <p>Tables and matrices start from N(0, 0.02^2), biases at 0. Where norms come before, the
 * matrices that add to the residual stream start from N(0, 0.02^2 / (2 layers)), as GPT-2's do.
 * Where they come after, matrices start from N(0, 0.02^2 * 768 / d), which is BERT's at its width:
 * a narrow network from 0.02 hardly lets a place hear of others, and stays for a thousand steps at
 * how often tokens occur.
 *
 * <p>Devlin et al. 2018, <a href="https://arxiv.org/abs/1810.04805">BERT</a>; Radford et al. 2019,
 * "Language Models are Unsupervised Multitask Learners"; narrow embeddings and shared layers: Lan
 * et al. 2019, <a href="https://arxiv.org/abs/1909.11942">ALBERT</a>, section 3.1.
 */
public final class TextTransformer extends AbstractBlock {

    private static final double SPREAD = 0.02;
    private static final int BERT_WIDTH = 768;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def mean(self, h: Tensor, kept: Tensor) -> Tensor:
                      w = torch.unsqueeze(torch.ne(kept, 0), 2).to(h.dtype)
                      return torch.sum(h * w, [1]) / torch.clamp_min(torch.sum(w, [1]), 1)
                    """);

    /** What becomes the feature of a text. */
    public enum Pooling {
        /** What stands at the first place, where {@code [CLS]} is. */
        FIRST,
        /** The mean over all places but padding. */
        MEAN
    }

    /**
     * Its sizes.
     *
     * @param vocabulary how many tokens there are
     * @param embedding e, width of the tables; ALBERT's is below the width of the layers
     * @param segments how many segments are told apart, 0 for no table of segments; BERT 2
     * @param layers the Transformer; its positions are the longest text, at least 1
     * @param rounds how often all layers are run through, with the same parameters; ALBERT has one
     *     layer and many rounds, others 1
     * @param pooling what becomes the feature
     */
    public record Config(
            int vocabulary,
            int embedding,
            int segments,
            Transformer.Config layers,
            int rounds,
            Pooling pooling) {

        /** Checks the sizes. */
        public Config {
            if (vocabulary < 1 || embedding < 1 || segments < 0 || rounds < 1) {
                throw new IllegalArgumentException(
                        "A text transformer needs at least 1 token, embeddings of at least 1 and at"
                                + " least 1 round, got "
                                + vocabulary
                                + ", "
                                + embedding
                                + " and "
                                + rounds
                                + ", and not fewer than 0 segments, got "
                                + segments);
            }
            if (layers.positions() < 1) {
                throw new IllegalArgumentException(
                        "A text transformer needs to know the longest text: give its layers"
                                + " positions");
            }
        }

        /** Full embeddings, no segments, every layer once, the mean. */
        public Config(int vocabulary, Transformer.Config layers) {
            this(vocabulary, layers.width(), 0, layers, 1, Pooling.MEAN);
        }

        /** With so many segments told apart. */
        public Config withSegments(int value) {
            return new Config(vocabulary, embedding, value, layers, rounds, pooling);
        }

        /** With tables of this width. */
        public Config withEmbedding(int value) {
            return new Config(vocabulary, value, segments, layers, rounds, pooling);
        }

        /** With all layers run through so often. */
        public Config withRounds(int value) {
            return new Config(vocabulary, embedding, segments, layers, value, pooling);
        }

        /** With another feature. */
        public Config withPooling(Pooling value) {
            return new Config(vocabulary, embedding, segments, layers, rounds, value);
        }
    }

    private final Config config;
    private final Parameter table;
    private final Parameter positions;
    private final @Nullable Parameter segments;
    private final @Nullable Block norm;
    private final @Nullable Block projection;
    private final Transformer encoder;

    /** With new parameters. */
    public TextTransformer(Config config) {
        this(config, null);
    }

    /**
     * Another transformer over the embeddings of this one, which are then trained from both sides:
     * tables of tokens, positions and segments, and the norm behind them.
     *
     * @param layers of the other; the longest text and the order of norms are those of this one
     */
    public TextTransformer sharing(Transformer.Config layers) {
        Transformer.Config own = config.layers();
        return new TextTransformer(
                new Config(
                        config.vocabulary(),
                        config.embedding(),
                        config.segments(),
                        layers.withPositions(own.positions()).withOrder(own.order()),
                        1,
                        config.pooling()),
                this);
    }

    private TextTransformer(Config config, @Nullable TextTransformer shared) {
        this.config = config;
        Transformer.Config layers = config.layers();
        table =
                addParameter(
                        shared == null
                                ? table("token_embedding", config.vocabulary())
                                : shared.table);
        positions =
                addParameter(
                        shared == null
                                ? Transformer.learned(layers.positions(), config.embedding())
                                : shared.positions);
        if (config.segments() == 0) {
            segments = null;
        } else {
            Parameter other = shared == null ? null : shared.segments;
            segments =
                    addParameter(
                            other == null ? table("segment_embedding", config.segments()) : other);
        }
        if (layers.order() == Order.NORM_BEFORE) {
            norm = null;
        } else {
            Block other = shared == null ? null : shared.norm;
            norm =
                    addChildBlock(
                            "embedding_norm",
                            other == null ? Layers.layerNorm(layers.epsilon()) : other);
        }
        Distribution start = new Distribution.Normal(spread(layers));
        projection =
                config.embedding() == layers.width()
                        ? null
                        : addChildBlock(
                                "embedding_projection",
                                Layers.startedFlat(Layers.linear(layers.width(), true), start));
        encoder =
                addChildBlock("encoder", new Transformer(layers.withPositions(0), config.rounds()));
        Layers.startedFlat(encoder, start);
        if (layers.order() == Order.NORM_BEFORE) {
            encoder.startResiduals(
                    new Distribution.Normal(
                            SPREAD / Math.sqrt(2.0 * layers.depth() * config.rounds())));
        }
    }

    private static double spread(Transformer.Config layers) {
        return layers.order() == Transformer.Order.NORM_BEFORE
                ? SPREAD
                : SPREAD * Math.sqrt((double) BERT_WIDTH / layers.width());
    }

    private Parameter table(String name, int rows) {
        Parameter made = Layers.parameter(name, Parameter.Type.OTHER, true);
        made.setInitializer(new Distribution.Normal(SPREAD));
        made.setShape(new Shape(rows, config.embedding()));
        return made;
    }

    /** Its sizes. */
    public Config config() {
        return config;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (NDArray h = tokens(parameterStore, inputs, training)) {
            return new NDList(pooled(h, inputs.size() > 1 ? inputs.get(1) : null));
        }
    }

    /**
     * The feature of texts all of whose places are known.
     *
     * @param h what {@link TextTokens} gives, (n, t, d)
     * @param kept 0 where a text is padded, (n, t); null if none is
     * @return (n, d)
     */
    public NDArray pooled(NDArray h, @Nullable NDArray kept) {
        return switch (config.pooling()) {
            case FIRST -> h.get(":, 0");
            case MEAN -> kept == null ? h.mean(new int[] {1}) : OPS.apply("mean", h, kept);
        };
    }

    /** All layers, (n, t, d). */
    NDArray tokens(ParameterStore store, NDList inputs, boolean training) {
        NDArray e = embed(store, inputs, 0, training);
        NDList seen = new NDList(e);
        if (inputs.size() > 1) {
            seen.add(inputs.get(1));
        }
        try (e) {
            return encoder.forward(store, seen, training).singletonOrThrow();
        }
    }

    /**
     * Goes on with texts, if the layers are causal, without gradient and without dropout.
     *
     * @param store where the parameters' values are
     * @param x the next tokens, (n, m) of type int64
     * @param cache of what came before
     * @return all layers at those places, (n, m, d)
     * @throws IllegalArgumentException if the layers are not causal, or there is no place left
     */
    public NDArray next(ParameterStore store, NDArray x, KeyValueCache cache) {
        try (NDArray e = embed(store, new NDList(x), cache.length(), false)) {
            return encoder.next(store, e, cache);
        }
    }

    /** What the layers see from some place on, (n, t, d). */
    private NDArray embed(ParameterStore store, NDList inputs, long from, boolean training) {
        NDArray x = inputs.head();
        long places = config.layers().positions();
        if (x.getShape().dimension() != 2 || from + x.size(1) > places) {
            throw new IllegalArgumentException(
                    "This text transformer takes tokens (n, t) with t at most "
                            + (places - from)
                            + (from > 0 ? " after the " + from + " before" : "")
                            + ", got "
                            + x.getShape());
        }
        Device device = x.getDevice();
        Embedding.checkIndices(x, config.vocabulary(), "This text transformer");
        NDArray e = Embedding.rows(x, store.getValue(table, device, training));
        NDArray place = store.getValue(positions, device, training);
        e = closing(e, Transformer.place(e, from == 0 ? place : place.get(":, {}:", from)));
        if (segments != null) {
            NDArray all = store.getValue(segments, device, training);
            if (inputs.size() > 2) {
                Embedding.checkIndices(inputs.get(2), config.segments(), "Segments");
                try (NDArray own = Embedding.rows(inputs.get(2), all)) {
                    e = closing(e, e.add(own));
                }
            } else {
                e = closing(e, e.add(all.get(0)));
            }
        }
        return ready(store, e, training);
    }

    /** Norm and projection, where there are any; closes what it reads. */
    private NDArray ready(ParameterStore store, NDArray embedded, boolean training) {
        NDArray e = embedded;
        for (Block block : new Block[] {norm, projection}) {
            if (block != null) {
                NDList read = new NDList(e);
                e = closing(e, block.forward(store, read, training).singletonOrThrow());
            }
        }
        return e;
    }

    private static NDArray closing(NDArray read, NDArray made) {
        read.close();
        return made;
    }

    /**
     * Tells tokens of a text from others that come before them in some order, see {@link
     * TwoStreamTokens}.
     *
     * @param tokens (n, t) of type int64
     * @param blank stands for every token that is to be told, (e)
     * @param places of those, (n, m) of type int64
     * @param seen which places each place sees, boolean (n, 1, t, t)
     * @param seenByGuesses which each of those to be told sees, boolean (n, 1, m, t)
     * @return (n, m, d)
     */
    NDArray guess(
            ParameterStore store,
            NDArray tokens,
            NDArray blank,
            NDArray places,
            NDArray seen,
            NDArray seenByGuesses,
            boolean training) {
        NDArray all = store.getValue(positions, tokens.getDevice(), training);
        NDArray own = Embedding.rows(places, all.squeeze(0)); // (n, m, e)
        try (NDArray h = embed(store, new NDList(tokens), 0, training);
                NDArray g = ready(store, closing(own, own.add(blank)), training)) {
            return encoder.twoStreams(store, h, g, seen, seenByGuesses, training);
        }
    }

    /** The table of tokens, (v, e). */
    NDArray table(ParameterStore store, Device device, boolean training) {
        return store.getValue(table, device, training);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape embedded = new Shape(-1, -1, config.embedding());
        for (Block block : new Block[] {norm, projection}) {
            if (block != null) {
                block.initialize(manager, dataType, embedded);
            }
        }
        encoder.initialize(manager, dataType, new Shape(-1, -1, config.layers().width()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), config.layers().width())};
    }
}
