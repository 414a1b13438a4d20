package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Transformer.Order;

/**
 * Attention and a perceptron, each with a residual connection and a LayerNorm.
 *
 * <pre>{@code
 * before: y = x + attention(ln_1(x)),  z = y + mlp(ln_2(y))
 * after:  y = ln_1(x + attention(x)),  z = ln_2(y + mlp(y))
 * }</pre>
 *
 * <p>The inputs are those of {@link Attention}.
 */
final class TransformerLayer extends AbstractBlock {

    private final Order order;
    private final Block norm1;
    private final Attention attention;
    private final Block dropout;
    private final Block norm2;
    private final Block mlp;

    TransformerLayer(Transformer.Config config) {
        order = config.order();
        norm1 = addChildBlock("ln_1", Layers.layerNorm(config.epsilon()));
        attention =
                addChildBlock(
                        "self_attention",
                        new Attention(
                                config.width(), config.heads(), config.dropout(), config.causal()));
        dropout = addChildBlock("dropout", Layers.dropout(config.dropout()));
        norm2 = addChildBlock("ln_2", Layers.layerNorm(config.epsilon()));
        Block activation =
                switch (config.activation()) {
                    case GELU -> Layers.gelu();
                    case RELU -> Layers.reluInPlace();
                };
        Sequence perceptron =
                new Sequence()
                        .add(Layers.linear(config.hidden(), true))
                        .add(activation)
                        .add(Layers.dropout(config.dropout()))
                        .add(Layers.linear(config.width(), true))
                        .add(Layers.dropout(config.dropout()));
        mlp = addChildBlock("mlp", Layers.startedFlat(perceptron, new Distribution.Glorot()));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList seen = inputs.subNDList(1);
        Pass pass =
                new Pass(
                        parameterStore,
                        training,
                        y ->
                                attention
                                        .forward(
                                                parameterStore,
                                                new NDList(y).addAll(seen),
                                                training)
                                        .singletonOrThrow());
        return new NDList(pass.forward(inputs.head()));
    }

    /** Goes on with a sequence, as {@link Attention#next}. */
    NDArray next(ParameterStore store, NDArray x, KeyValueCache cache) {
        return new Pass(store, false, y -> attention.next(store, y, cache)).forward(x);
    }

    /** Some places that see other ones, as {@link Attention#across}. */
    NDArray across(
            ParameterStore store, NDArray x, NDArray source, NDArray seen, boolean training) {
        return new Pass(
                        store,
                        training,
                        y -> {
                            if (order == Order.NORM_AFTER) {
                                return attention.across(store, y, source, seen, training);
                            }
                            try (NDArray normed =
                                    norm1.forward(store, new NDList(source), training)
                                            .singletonOrThrow()) {
                                return attention.across(store, y, normed, seen, training);
                            }
                        })
                .forward(x);
    }

    /** One forward pass through the parts, with attention as it is given. */
    private final class Pass {

        private final ParameterStore store;
        private final boolean training;
        private final UnaryOperator<NDArray> attention;

        Pass(ParameterStore store, boolean training, UnaryOperator<NDArray> attention) {
            this.store = store;
            this.training = training;
            this.attention = attention;
        }

        NDArray forward(NDArray x) {
            return switch (order) {
                case NORM_BEFORE -> {
                    try (NDArray normed = run(norm1, x);
                            NDArray y = add(x, attend(normed));
                            NDArray normedAgain = run(norm2, y)) {
                        yield add(y, run(mlp, normedAgain));
                    }
                }
                case NORM_AFTER -> {
                    try (NDArray sum = add(x, attend(x));
                            NDArray y = run(norm1, sum);
                            NDArray sumAgain = add(y, run(mlp, y))) {
                        yield run(norm2, sumAgain);
                    }
                }
            };
        }

        private NDArray run(Block block, NDArray x) {
            return block.forward(store, new NDList(x), training).singletonOrThrow();
        }

        private NDArray attend(NDArray x) {
            NDArray y = attention.apply(x);
            NDArray kept = run(dropout, y);
            if (kept != y) {
                y.close();
            }
            return kept;
        }

        /** x + y; y is closed. */
        private NDArray add(NDArray x, NDArray y) {
            try (y) {
                return x.add(y);
            }
        }
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
