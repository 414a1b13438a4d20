package org.selfsup.generative.masked;

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
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;

/**
 * The first layer of the span boundary objective: the tokens before and behind a span {@code (n, k,
 * d)} each and places within it {@code (n, k)} of type int64 to {@code (n, k, d)}.
 */
final class SpanBoundary extends AbstractBlock {

    private final long width;
    private final Block positions;
    private final Block layer;

    /**
     * With new parameters.
     *
     * @param width d
     * @param longest tokens of a span
     */
    SpanBoundary(long width, long longest) {
        this.width = width;
        positions = addChildBlock("positions", Layers.embedding(longest, width));
        layer =
                addChildBlock(
                        "layer",
                        new Sequence()
                                .add("dense", Layers.linear(width, true))
                                .add("gelu", Layers.gelu())
                                .add("norm", Layers.layerNorm(1e-12f)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList place = new NDList(inputs.get(2));
        try (NDArray p = positions.forward(parameterStore, place, training).head();
                NDArray all = Autograd.concat(new NDList(inputs.get(0), inputs.get(1), p), 2)) {
            return layer.forward(parameterStore, new NDList(all), training);
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        positions.initialize(manager, dataType, new Shape(1, 1));
        layer.initialize(manager, dataType, new Shape(1, 1, 3 * width));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
