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
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.generative.autoregressive.MaskedConv.Mask;
import org.selfsup.generative.autoregressive.ShiftedConv.Window;

/**
 * A layer of two stacks: a vertical one that knows the rows above, and a horizontal one that knows
 * also what is left in the own row.
 *
 * <pre>{@code
 * y = tanh(W_f * x + V_f c) o sigmoid(W_g * x + V_g c)      (eqs. 2 and 4), in both stacks
 * }</pre>
 *
 * <p>Takes maps (n, ., h, w) of both stacks and perhaps a condition (n, k); gives maps (n, p, h, w)
 * of both. The horizontal stack also sees the vertical one, before its gate, and adds its input but
 * in the first layer.
 */
final class GatedLayer extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def gate(self, y: Tensor, groups: Tensor) -> Tensor:
                      g = int(groups)
                      n, c, h, w = y.size(0), y.size(1), y.size(2), y.size(3)
                      halves = torch.reshape(y, [n, g, 2, c // g // 2, h, w])
                      gated = torch.tanh(halves[:, :, 0]) * torch.sigmoid(halves[:, :, 1])
                      return torch.reshape(gated, [n, c // 2, h, w])
                    def gate_given(self, y: Tensor, groups: Tensor, condition: Tensor,
                        which: Tensor) -> Tensor:
                      c = y.size(1)
                      part = torch.narrow(condition, 1, c * int(which), c)
                      return self.gate(y + torch.unsqueeze(torch.unsqueeze(part, 2), 3), groups)
                    """);

    private final boolean first;
    private final int width;
    private final int groups;
    private final Block vertical;
    private final Block across;
    private final Block horizontal;
    private final Block out;
    private final @Nullable Block condition;

    /**
     * A layer.
     *
     * @param width p, a multiple of the groups
     * @param kernel height and width of the window that the stacks share, odd
     * @param groups colours whose order is kept
     * @param first whether it sees the pixels themselves, and must not see a place's own
     * @param conditional whether there is a condition
     */
    GatedLayer(int width, int kernel, int groups, boolean first, boolean conditional) {
        this.first = first;
        this.width = width;
        this.groups = groups;
        int k = kernel / 2;
        Window window = first ? Window.ABOVE : Window.DOWN;
        int rows = first ? k : k + 1;
        Mask mask = first ? Mask.A : Mask.B;
        vertical = addChildBlock("vertical", new ShiftedConv(2 * width, window, rows, kernel));
        across = addChildBlock("across", Layers.conv(2 * width, 1, 1, 0, true));
        horizontal = addChildBlock("horizontal", MaskedConv.row(2 * width, k, mask, groups));
        out = addChildBlock("out", MaskedConv.pixel(width, groups));
        condition =
                conditional ? addChildBlock("condition", Layers.linear(4L * width, false)) : null;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList c =
                condition == null || inputs.size() < 3
                        ? new NDList()
                        : condition.forward(parameterStore, inputs.subNDList(2), training);
        NDList left = inputs.subNDList(1, 2);
        try (NDArray v = vertical.forward(parameterStore, inputs.subNDList(0, 1), training).head();
                NDArray seen = across.forward(parameterStore, new NDList(v), training).head();
                NDArray own = horizontal.forward(parameterStore, left, training).head();
                NDArray h = own.add(seen);
                NDArray gated = gate(h, groups, c, 1)) {
            NDArray y = out.forward(parameterStore, new NDList(gated), training).head();
            return new NDList(gate(v, 1, c, 0), first ? y : sum(y, left.head()));
        }
    }

    private static NDArray sum(NDArray y, NDArray x) {
        try (y) {
            return y.add(x);
        }
    }

    /** The gate of a stack, which sees its half of the condition. */
    private static NDArray gate(NDArray y, int groups, NDList condition, int stack) {
        try (NDArray parts = Numbers.of(y.getManager(), groups);
                NDArray which = Numbers.of(y.getManager(), stack)) {
            return condition.isEmpty()
                    ? OPS.apply("gate", y, parts)
                    : OPS.apply("gate_given", y, parts, condition.head(), which);
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        vertical.initialize(manager, dataType, inputShapes[0]);
        horizontal.initialize(manager, dataType, inputShapes[1]);
        Shape map = inputShapes[1];
        across.initialize(manager, dataType, maps(map, 2L * width));
        out.initialize(manager, dataType, maps(map, width));
        if (condition != null) {
            condition.initialize(manager, dataType, inputShapes[2]);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape map = maps(inputShapes[1], width);
        return new Shape[] {map, map};
    }

    private static Shape maps(Shape like, long channels) {
        return new Shape(like.get(0), channels, like.get(2), like.get(3));
    }
}
