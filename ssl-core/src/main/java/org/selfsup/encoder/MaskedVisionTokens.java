package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * The tokens of a vision transformer of which some patches are hidden behind a learned vector,
 * images (n, c, h, w) and a mask (n, t) to (n, 1 + t, d), or (n, t, d) without a class token.
 *
 * <p>The mask is 1 where a patch is hidden and 0 elsewhere. Hidden patches keep their positions.
 * The vector {@code mask_token} starts at 0, as in iBOT; all other parameters are the transformer's
 * own.
 *
 * <p>Bao et al. 2021, <a href="https://arxiv.org/abs/2106.08254">BEiT</a>, section 2.3.
 */
public final class MaskedVisionTokens extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def hide(self, x: Tensor, mask: Tensor, token: Tensor) -> Tensor:
                      return torch.where(torch.unsqueeze(torch.ne(mask, 0), 2), token, x)
                    """);

    private final VisionTransformer transformer;
    private final Parameter token;

    /** With a new mask token. */
    public MaskedVisionTokens(VisionTransformer transformer) {
        this.transformer = addChildBlock("transformer", transformer);
        token = addParameter(Layers.parameter("mask_token", Parameter.Type.OTHER, true));
        token.setInitializer(Initializer.ZEROS);
        token.setShape(new Shape(1, 1, transformer.config().layers().width()));
    }

    /**
     * The mask of patches that are given by their numbers.
     *
     * @param hidden {@code (n, m)} of type int64
     * @param patches t
     * @return {@code (n, t)}
     */
    public static NDArray mask(NDArray hidden, long patches) {
        Embedding.checkIndices(hidden, patches, "A mask");
        return hidden.oneHot((int) patches, DataType.FLOAT32).sum(new int[] {1});
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray mask = inputs.get(1);
        try (NDArray patches = transformer.embed(parameterStore, inputs.head(), training)) {
            if (!mask.getShape().equals(patches.getShape().slice(0, 2))) {
                throw new IllegalArgumentException(
                        "A mask says for every patch whether it is hidden, expected "
                                + patches.getShape().slice(0, 2)
                                + ", got "
                                + mask.getShape());
            }
            NDArray value = parameterStore.getValue(token, patches.getDevice(), training);
            try (NDArray hidden = OPS.apply("hide", patches, mask, value)) {
                return new NDList(transformer.encode(parameterStore, hidden, null, training));
            }
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
        return new Shape[] {
            transformer.tokens(inputShapes[0].get(0), transformer.patches(inputShapes[0]))
        };
    }
}
