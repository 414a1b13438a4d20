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
        Pass pass = new Pass(parameterStore, training, seen, null);
        return new NDList(forward(pass, inputs.head()));
    }

    /** Goes on with a sequence, as {@link Attention#next}. */
    NDArray next(ParameterStore store, NDArray x, KeyValueCache cache) {
        return forward(new Pass(store, false, new NDList(), cache), x);
    }

    private NDArray forward(Pass pass, NDArray x) {
        return switch (order) {
            case NORM_BEFORE -> {
                try (NDArray normed = pass.run(norm1, x);
                        NDArray y = pass.add(x, pass.attend(normed));
                        NDArray normedAgain = pass.run(norm2, y)) {
                    yield pass.add(y, pass.run(mlp, normedAgain));
                }
            }
            case NORM_AFTER -> {
                try (NDArray sum = pass.add(x, pass.attend(x));
                        NDArray y = pass.run(norm1, sum);
                        NDArray sumAgain = pass.add(y, pass.run(mlp, y))) {
                    yield pass.run(norm2, sumAgain);
                }
            }
        };
    }

    /** One forward pass through the parts. */
    private final class Pass {

        private final ParameterStore store;
        private final boolean training;
        private final NDList seen;
        private final @Nullable KeyValueCache cache;

        Pass(ParameterStore store, boolean training, NDList seen, @Nullable KeyValueCache cache) {
            this.store = store;
            this.training = training;
            this.seen = seen;
            this.cache = cache;
        }

        NDArray run(Block block, NDArray x) {
            return block.forward(store, new NDList(x), training).singletonOrThrow();
        }

        NDArray attend(NDArray x) {
            if (cache != null) {
                return attention.next(store, x, cache);
            }
            NDList inputs = new NDList(x).addAll(seen);
            NDArray y = attention.forward(store, inputs, training).singletonOrThrow();
            NDArray kept = run(dropout, y);
            if (kept != y) {
                y.close();
            }
            return kept;
        }

        /** x + y; y is closed. */
        NDArray add(NDArray x, NDArray y) {
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
