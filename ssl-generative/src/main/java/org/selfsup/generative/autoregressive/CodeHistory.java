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

/**
 * The first layer of WaveNet: a causal convolution over the two codes before a step, one-hot, from
 * codes (n, 1, t) of type int64 to (n, r, t).
 *
 * <p>A product with a one-hot vector is a row of a table, which is looked up instead.
 */
final class CodeHistory extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def history(self, rows: Tensor) -> Tensor:
                      last, former = torch.chunk(torch.transpose(torch.squeeze(rows, 1), 1, 2), 2, 1)
                      one = torch.constant_pad_nd(last, [1, -1], 0)
                      return one + torch.constant_pad_nd(former, [2, -2], 0)
                    """);

    private final int width;
    private final Block table; // a row is what the code gives one step later, and two

    CodeHistory(int codes, int width) {
        this.width = width;
        table = addChildBlock("table", Layers.embedding(codes, 2L * width));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        if (inputs.head().getShape().get(2) < 2) {
            throw new IllegalArgumentException(
                    "WaveNet takes at least two steps, got " + inputs.head().getShape());
        }
        try (NDArray rows = table.forward(parameterStore, inputs, training).singletonOrThrow()) {
            return new NDList(OPS.apply("history", rows));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        table.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), width, inputShapes[0].get(2))};
    }
}
