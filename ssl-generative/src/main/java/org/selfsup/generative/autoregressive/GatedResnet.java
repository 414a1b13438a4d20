package org.selfsup.generative.autoregressive;

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
import org.selfsup.engine.TorchScript;
import org.selfsup.generative.autoregressive.ShiftedConv.Window;

/**
 * A residual block of PixelCNN++ in one of its streams, which may read another map beside its own.
 *
 * <pre>{@code
 * y = conv(e(x)) + nin(e(a)),   (p, q) = conv(dropout(e(y))),   x + p sigmoid(q)
 * e(x) = elu([x, -x])
 * }</pre>
 *
 * <p>Takes (n, f, h, w) and perhaps a (n, ., h, w); gives (n, f, h, w).
 */
final class GatedResnet extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def concat_elu(self, x: Tensor) -> Tensor:
                      return torch.elu(torch.cat([x, -x], 1))
                    def gated(self, x: Tensor, y: Tensor) -> Tensor:
                      p, q = torch.chunk(y, 2, 1)
                      return x + p * torch.sigmoid(q)
                    """);

    private final Block conv1;
    private final @Nullable Block beside;
    private final Block dropout;
    private final Block conv2;

    /**
     * A block.
     *
     * @param filters f
     * @param window of both convolutions, 2 x 3 or 2 x 2
     * @param dropout share of values set to 0 in training
     * @param reads whether there is another map
     */
    GatedResnet(int filters, Window window, float dropout, boolean reads) {
        int width = width(window);
        conv1 = addChildBlock("conv1", new ShiftedConv(filters, window, 2, width));
        beside = reads ? addChildBlock("beside", Layers.conv(filters, 1, 1, 0, true)) : null;
        this.dropout = addChildBlock("dropout", Layers.dropout(dropout));
        conv2 = addChildBlock("conv2", new ShiftedConv(2 * filters, window, 2, width));
    }

    /** How wide a window of this kind is. */
    static int width(Window window) {
        return window == Window.DOWN ? 3 : 2;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        try (NDArray y = opened(conv1, x, parameterStore, training);
                NDArray sum =
                        beside == null
                                ? y
                                : sum(y, opened(beside, inputs.get(1), parameterStore, training));
                NDArray e = OPS.apply("concat_elu", sum);
                NDList kept = dropout.forward(parameterStore, new NDList(e), training);
                NDList gates = conv2.forward(parameterStore, kept, training)) {
            return new NDList(OPS.apply("gated", x, gates.head()));
        }
    }

    private static NDArray sum(NDArray y, NDArray beside) {
        try (beside) {
            return y.add(beside);
        }
    }

    private static NDArray opened(
            Block layer, NDArray x, ParameterStore parameterStore, boolean training) {
        try (NDArray e = OPS.apply("concat_elu", x)) {
            return layer.forward(parameterStore, new NDList(e), training).singletonOrThrow();
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        conv1.initialize(manager, dataType, twice(inputShapes[0]));
        if (beside != null) {
            beside.initialize(manager, dataType, twice(inputShapes[1]));
        }
        dropout.initialize(manager, dataType, twice(inputShapes[0]));
        conv2.initialize(manager, dataType, twice(inputShapes[0]));
    }

    private static Shape twice(Shape map) {
        return new Shape(map.get(0), 2 * map.get(1), map.get(2), map.get(3));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
