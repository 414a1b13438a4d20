package org.selfsup.encoder;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * A Transformer encoder, or with causal attention a decoder, (n, t, d) to (n, t, d).
 *
 * <p>A second input (n, t), 0 where a sample is padded and anything else where it is not, keeps
 * padding from being attended to; what comes out at padded places means nothing. A layer has 4 d^2
 * + 2 d hidden + 9 d + hidden trained values. Matrices start from {@link Distribution.Glorot},
 * biases at 0. Parameters have the names of the encoder in torchvision's vision transformer: {@code
 * layers.encoder_layer_0.ln_1.weight}.
 *
 * <p>Dropout has one rate: for the attention weights, after attention, twice in the perceptron, and
 * after the positions. It draws from libtorch's generator, which the training loop seeds for every
 * step.
 *
 * <p>Vaswani et al. 2017, <a href="https://arxiv.org/abs/1706.03762">Attention Is All You Need</a>;
 * norms before: Xiong et al. 2020, <a href="https://arxiv.org/abs/2002.04745">On Layer
 * Normalization in the Transformer Architecture</a>.
 */
public final class Transformer extends AbstractBlock {

    // A place always sees itself: where it could see nothing, softmax would give NaN.
    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def places(self, kept: Tensor) -> Tensor:
                      return torch.cumsum(torch.ones_like(kept), 1)
                    def seen(self, kept: Tensor) -> Tensor:
                      p = (self).places(kept)
                      itself = torch.eq(torch.unsqueeze(p, 2), torch.unsqueeze(p, 1))
                      other = torch.unsqueeze(torch.ne(kept, 0), 1)
                      return torch.unsqueeze(torch.logical_or(itself, other), 1)
                    def seen_causal(self, kept: Tensor) -> Tensor:
                      p = (self).places(kept)
                      before = torch.ge(torch.unsqueeze(p, 2), torch.unsqueeze(p, 1))
                      return torch.logical_and((self).seen(kept), torch.unsqueeze(before, 1))
                    def place(self, x: Tensor, positions: Tensor) -> Tensor:
                      return torch.add(x, torch.slice(positions, 1, 0, torch.size(x, 1)))
                    """);

    /** Where the LayerNorms are. */
    public enum Order {
        /** Before attention and perceptron, and one after the last layer: GPT-2, ViT. */
        NORM_BEFORE,
        /** After the residual sums: the original, BERT. */
        NORM_AFTER
    }

    /** What bends between the two matrices of the perceptron. */
    public enum Activation {
        /** x times the distribution function of N(0, 1), exactly. */
        GELU,
        /** max(x, 0). */
        RELU
    }

    /**
     * Its sizes and kind.
     *
     * @param width d
     * @param depth layers, at least 1
     * @param heads of each layer, a divisor of d
     * @param hidden width inside the perceptron, mostly 4 d
     * @param positions longest sequence, for which learned positions are added to the input, from
     *     N(0, 0.02^2); 0 for no positions
     * @param order where the LayerNorms are
     * @param activation in the perceptron
     * @param causal whether a place sees only itself and those before
     * @param dropout probability in [0, 1)
     * @param epsilon of the LayerNorms
     */
    public record Config(
            int width,
            int depth,
            int heads,
            int hidden,
            int positions,
            Order order,
            Activation activation,
            boolean causal,
            float dropout,
            float epsilon) {

        /** Checks the sizes. */
        public Config {
            if (width < 1 || depth < 1 || hidden < 1 || positions < 0) {
                throw new IllegalArgumentException(
                        "A Transformer needs a positive width, depth and hidden width, got "
                                + width
                                + ", "
                                + depth
                                + ", "
                                + hidden
                                + ", and positions not below 0, got "
                                + positions);
            }
            if (heads < 1 || width % heads != 0) {
                throw new IllegalArgumentException(
                        "A width of "
                                + width
                                + " cannot be divided into "
                                + heads
                                + " equal heads: use a divisor");
            }
        }

        /**
         * Norms before, GELU, hidden = 4 d, sees everything, no positions, no dropout, epsilon
         * 1e-6: as in vision transformers.
         */
        public static Config of(int width, int depth, int heads) {
            return new Config(
                    width,
                    depth,
                    heads,
                    4 * width,
                    0,
                    Order.NORM_BEFORE,
                    Activation.GELU,
                    false,
                    0,
                    1e-6f);
        }

        /** With another number of layers. */
        public Config withDepth(int value) {
            return new Config(
                    width,
                    value,
                    heads,
                    hidden,
                    positions,
                    order,
                    activation,
                    causal,
                    dropout,
                    epsilon);
        }

        /** With another width inside the perceptron. */
        public Config withHidden(int value) {
            return new Config(
                    width,
                    depth,
                    heads,
                    value,
                    positions,
                    order,
                    activation,
                    causal,
                    dropout,
                    epsilon);
        }

        /** With learned positions for sequences of up to that length. */
        public Config withPositions(int value) {
            return new Config(
                    width,
                    depth,
                    heads,
                    hidden,
                    value,
                    order,
                    activation,
                    causal,
                    dropout,
                    epsilon);
        }

        /** With LayerNorms elsewhere. */
        public Config withOrder(Order value) {
            return new Config(
                    width,
                    depth,
                    heads,
                    hidden,
                    positions,
                    value,
                    activation,
                    causal,
                    dropout,
                    epsilon);
        }

        /** With another activation. */
        public Config withActivation(Activation value) {
            return new Config(
                    width, depth, heads, hidden, positions, order, value, causal, dropout, epsilon);
        }

        /** Where a place sees only itself and those before. */
        public Config withCausal() {
            return new Config(
                    width,
                    depth,
                    heads,
                    hidden,
                    positions,
                    order,
                    activation,
                    true,
                    dropout,
                    epsilon);
        }

        /** With dropout at that rate. */
        public Config withDropout(float value) {
            return new Config(
                    width,
                    depth,
                    heads,
                    hidden,
                    positions,
                    order,
                    activation,
                    causal,
                    value,
                    epsilon);
        }

        /** With another epsilon in the LayerNorms. */
        public Config withEpsilon(float value) {
            return new Config(
                    width,
                    depth,
                    heads,
                    hidden,
                    positions,
                    order,
                    activation,
                    causal,
                    dropout,
                    value);
        }
    }

    private final Config config;
    private final int rounds;
    private final @Nullable Parameter positions;
    private final Block dropout;
    private final Sequence layers = new Sequence();
    private final @Nullable Block norm;

    /** With new parameters. */
    public Transformer(Config config) {
        this(config, 1);
    }

    /**
     * With new parameters, shared between rounds.
     *
     * @param rounds how often all layers are run through: with one layer this is ALBERT's sharing
     */
    public Transformer(Config config, int rounds) {
        this(
                config,
                config.positions() == 0 ? null : learned(config.positions(), config.width()),
                rounds);
    }

    /** With positions that the owner adds. */
    Transformer(Config config, @Nullable Parameter positions) {
        this(config, positions, 1);
    }

    private Transformer(Config config, @Nullable Parameter positions, int rounds) {
        this.config = config;
        this.rounds = rounds;
        this.positions = positions == null ? null : addParameter(positions);
        dropout = addChildBlock("dropout", Layers.dropout(config.dropout()));
        addChildBlock("layers", layers);
        for (int i = 0; i < config.depth(); i++) {
            layers.add("encoder_layer_" + i, new TransformerLayer(config));
        }
        norm =
                config.order() == Order.NORM_BEFORE
                        ? addChildBlock("ln", Layers.layerNorm(config.epsilon()))
                        : null;
    }

    static Parameter learned(long length, long width) {
        Parameter positions = Layers.parameter("pos_embedding", Parameter.Type.OTHER, true);
        positions.setInitializer(new Distribution.Normal(0.02));
        positions.setShape(new Shape(1, length, width));
        return positions;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        Layers.checkFeatures(x, config.width(), "This Transformer");
        Shape shape = x.getShape();
        if (shape.dimension() != 3) {
            throw new IllegalArgumentException(
                    "This Transformer takes sequences (n, t, "
                            + config.width()
                            + "), got "
                            + shape);
        }
        @Nullable NDArray kept = inputs.size() > 1 ? inputs.get(1) : null;
        if (kept != null && !kept.getShape().equals(shape.slice(0, 2))) {
            throw new IllegalArgumentException(
                    "The second input of a Transformer says for every place (n, t) whether it is"
                            + " padded, expected "
                            + shape.slice(0, 2)
                            + ", got "
                            + kept.getShape());
        }
        if (positions == null) {
            return new NDList(run(parameterStore, x, kept, training));
        }
        if (shape.get(1) > config.positions()) {
            throw new IllegalArgumentException(
                    "This Transformer takes sequences of at most "
                            + config.positions()
                            + " places, got "
                            + shape);
        }
        NDArray all = parameterStore.getValue(positions, x.getDevice(), training);
        try (NDArray placed = place(x, all)) {
            return new NDList(run(parameterStore, placed, kept, training));
        }
    }

    /** Adds the first positions (1, p, d) to x (n, t, d). */
    static NDArray place(NDArray x, NDArray positions) {
        return OPS.apply("place", x, positions);
    }

    /** Declares where the matrices start from whose results are added to the residual stream. */
    void startResiduals(Distribution start) {
        StateDict.parameters(layers)
                .forEach(
                        (name, parameter) -> {
                            if (name.endsWith("out_proj.weight") || name.endsWith("mlp.3.weight")) {
                                parameter.setInitializer(start);
                            }
                        });
    }

    /** All layers, after the positions. */
    NDArray run(ParameterStore store, NDArray x, @Nullable NDArray kept, boolean training) {
        NDList seen = new NDList();
        if (kept != null) {
            seen.add(OPS.apply(config.causal() ? "seen_causal" : "seen", kept));
        }
        try (seen) {
            NDArray y = dropout.forward(store, new NDList(x), training).singletonOrThrow();
            return through(
                    store,
                    y,
                    x,
                    training,
                    (layer, z) ->
                            layer.forward(store, new NDList(z).addAll(seen), training).head());
        }
    }

    /**
     * All layers on the next places of a sequence, without gradient and without dropout.
     *
     * @param x (n, m, d)
     * @param cache of what came before
     * @return (n, m, d)
     */
    NDArray next(ParameterStore store, NDArray x, KeyValueCache cache) {
        if (!config.causal()) {
            throw new IllegalArgumentException(
                    "Only a causal Transformer goes on with what it has read: in this one every"
                            + " place sees all");
        }
        cache.begin();
        NDArray y =
                through(
                        store,
                        x,
                        x,
                        false,
                        (layer, z) -> ((TransformerLayer) layer).next(store, z, cache));
        cache.end(x.size(1));
        return y;
    }

    /**
     * Two streams through all layers: places that know their content, and places that are to be
     * told and see only the content of others.
     *
     * @param h the first, (n, t, d)
     * @param g the second, (n, m, d)
     * @param seen which places of h each of h sees, boolean (n, 1, t, t)
     * @param seenByGuesses which places of h each of g sees, boolean (n, 1, m, t)
     * @return the second after all layers, (n, m, d)
     */
    NDArray twoStreams(
            ParameterStore store,
            NDArray h,
            NDArray g,
            NDArray seen,
            NDArray seenByGuesses,
            boolean training) {
        List<TransformerLayer> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            layers.getChildren().values().forEach(layer -> all.add((TransformerLayer) layer));
        }
        NDArray content = dropout.forward(store, new NDList(h), training).singletonOrThrow();
        NDArray guess = dropout.forward(store, new NDList(g), training).singletonOrThrow();
        for (int i = 0; i < all.size(); i++) {
            TransformerLayer layer = all.get(i);
            NDArray next = layer.across(store, guess, content, seenByGuesses, training);
            guess = closing(guess, g, next);
            if (i < all.size() - 1) { // what the last would give, nobody sees
                NDList inputs = new NDList(content, seen);
                content = closing(content, h, layer.forward(store, inputs, training).head());
            }
        }
        if (content != h) {
            content.close();
        }
        return norm == null
                ? guess
                : closing(guess, g, norm.forward(store, new NDList(guess), training).head());
    }

    /** Every layer in every round and the last norm; closes all but the result and x. */
    private NDArray through(
            ParameterStore store,
            NDArray first,
            NDArray x,
            boolean training,
            BiFunction<Block, NDArray, NDArray> layer) {
        NDArray y = first;
        for (int round = 0; round < rounds; round++) {
            for (Block next : layers.getChildren().values()) {
                y = closing(y, x, layer.apply(next, y));
            }
        }
        return norm == null
                ? y
                : closing(y, x, norm.forward(store, new NDList(y), training).singletonOrThrow());
    }

    /** Closes what was read, unless it is the caller's. */
    private static NDArray closing(NDArray read, NDArray callers, NDArray made) {
        if (read != callers) {
            read.close();
        }
        return made;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : children.values()) {
            child.initialize(manager, dataType, inputShapes[0]);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
