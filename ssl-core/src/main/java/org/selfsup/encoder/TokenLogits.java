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
import org.selfsup.engine.TorchScript;

/**
 * What a text transformer says of tokens, (..., d) to logits (..., v), by its own table of tokens.
 *
 * <pre>{@code
 * GPT:   h E'
 * BERT:  LayerNorm(gelu(h W + c)) E' + b
 * }</pre>
 *
 * <p>E is the {@link TextTransformer}'s table, trained from both sides; b starts at 0.
 *
 * <p>Press and Wolf 2016, <a href="https://arxiv.org/abs/1608.05859">Using the Output Embedding to
 * Improve Language Models</a>.
 */
public final class TokenLogits extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def plain(self, h: Tensor, table: Tensor) -> Tensor:
                      return torch.linear(h, table, None)
                    def biased(self, h: Tensor, table: Tensor, b: Tensor) -> Tensor:
                      return torch.linear(h, table, b)
                    """);

    private final TextTransformer transformer;
    private final @Nullable Block transform;
    private final @Nullable Parameter bias;

    private TokenLogits(TextTransformer transformer, @Nullable Block transform) {
        TextTransformer.Config config = transformer.config();
        this.transformer = addChildBlock("transformer", transformer);
        this.transform = transform == null ? null : addChildBlock("transform", transform);
        if (transform == null) {
            if (config.embedding() != config.layers().width()) {
                throw new IllegalArgumentException(
                        "Without a transform logits need embeddings as wide as the layers, got "
                                + config.embedding()
                                + " and "
                                + config.layers().width());
            }
            bias = null;
        } else {
            bias = addParameter(Layers.parameter("bias", Parameter.Type.BIAS, true));
            bias.setShape(new Shape(config.vocabulary()));
        }
    }

    /** As GPT has them. */
    public static TokenLogits plain(TextTransformer transformer) {
        return new TokenLogits(transformer, null);
    }

    /** As BERT and ALBERT have them. */
    public static TokenLogits transformed(TextTransformer transformer) {
        TextTransformer.Config config = transformer.config();
        return new TokenLogits(transformer, transform(config));
    }

    /** Linear layer, GELU, LayerNorm: (..., d) or what else comes in to (..., e). */
    static Block transform(TextTransformer.Config config) {
        Sequence layers =
                new Sequence()
                        .add("dense", Layers.linear(config.embedding(), true))
                        .add("gelu", Layers.gelu())
                        .add("norm", Layers.layerNorm(config.layers().epsilon()));
        return Layers.startedFlat(layers, new Distribution.Normal(0.02));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray h = inputs.singletonOrThrow();
        Device device = h.getDevice();
        NDArray table = transformer.table(parameterStore, device, training);
        if (transform == null || bias == null) {
            return new NDList(OPS.apply("plain", h, table));
        }
        NDArray b = parameterStore.getValue(bias, device, training);
        try (NDArray turned =
                transform.forward(parameterStore, new NDList(h), training).singletonOrThrow()) {
            return new NDList(OPS.apply("biased", turned, table, b));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (!transformer.isInitialized()) { // a task's encoder is, before this is
            transformer.initialize(manager, dataType, new Shape(-1, -1));
        }
        if (transform != null) {
            transform.initialize(
                    manager, dataType, new Shape(-1, transformer.config().layers().width()));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {in.slice(0, in.dimension() - 1).add(transformer.config().vocabulary())};
    }
}
