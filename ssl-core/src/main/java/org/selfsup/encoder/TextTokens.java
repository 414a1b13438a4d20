package org.selfsup.encoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A text transformer that gives all its places instead of one feature: the inputs of {@link
 * TextTransformer} to (n, t, d). The parameters are the transformer's own.
 */
public final class TextTokens extends AbstractBlock {

    private final TextTransformer transformer;

    /** Its places. */
    public TextTokens(TextTransformer transformer) {
        this.transformer = addChildBlock("transformer", transformer);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return new NDList(transformer.tokens(parameterStore, inputs, training));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (!transformer.isInitialized()) { // a task's encoder is, before this is
            transformer.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(transformer.config().layers().width())};
    }
}
