package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A vision transformer that gives all its tokens instead of one feature: (n, c, h, w) to (n, 1 + t,
 * d), the class token first, or (n, t, d) if it has none.
 *
 * <p>A second input, numbers of patches (n, k) of type int64, leaves only those visible: t becomes
 * k. The parameters are the transformer's own.
 */
public final class VisionTokens extends AbstractBlock {

    private final VisionTransformer transformer;

    /** Its tokens. */
    public VisionTokens(VisionTransformer transformer) {
        this.transformer = addChildBlock("transformer", transformer);
    }

    /**
     * Some of the tokens.
     *
     * @param tokens {@code (n, t, d)}, or whatever else patches have
     * @param places {@code (n, m)} of type int64, each from 0 to t - 1
     * @return {@code (n, m, d)}
     */
    public static NDArray at(NDArray tokens, NDArray places) {
        Embedding.checkIndices(places, tokens.getShape().get(1), "A choice of tokens");
        NDArray index = places.expandDims(2).repeat(2, tokens.size(2)); // (n, m, d)
        return tokens.gather(index, 1);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        @Nullable NDArray visible = inputs.size() > 1 ? inputs.get(1) : null;
        try (NDArray patches = transformer.embed(parameterStore, inputs.head(), training)) {
            return new NDList(transformer.encode(parameterStore, patches, visible, training));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (!transformer.isInitialized()) { // a task's encoder is, before this is
            transformer.initialize(manager, dataType, inputShapes[0]);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long patches =
                inputShapes.length > 1
                        ? inputShapes[1].get(1)
                        : transformer.patches(inputShapes[0]);
        return new Shape[] {transformer.tokens(inputShapes[0].get(0), patches)};
    }
}
