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
import org.selfsup.encoder.Layers1d;
import org.selfsup.engine.TorchScript;

/**
 * A gated residual layer of WaveNet.
 *
 * <pre>{@code
 * z = tanh(W_f * x + V_f y) o sigmoid(W_g * x + V_g y)      (eqs. 2, 3 and 4), * dilated and causal
 * out = x + W_r z + b_r,   skip = W_s z + b_s               (section 2.4)
 * }</pre>
 *
 * <p>Takes x (n, r, t) and perhaps a condition (n, k, t), or (n, k, 1) for all steps; gives out (n,
 * r, t) and skip (n, s, t). The last layer of a network has no W_r, and gives its x.
 */
final class WaveNetLayer extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def gate(self, y: Tensor) -> Tensor:
                      f, g = torch.chunk(y, 2, 1)
                      return torch.tanh(f) * torch.sigmoid(g)
                    """);

    private final int width;
    private final Block dilated;
    private final Block skip;
    private final @Nullable Block residual;
    private final @Nullable Block condition;

    /**
     * A layer.
     *
     * @param width r
     * @param skips s
     * @param dilation distance between the two steps that are seen
     * @param last whether only the skip is wanted
     * @param conditional whether there is a condition
     */
    WaveNetLayer(int width, int skips, int dilation, boolean last, boolean conditional) {
        this.width = width;
        dilated = addChildBlock("dilated", Layers1d.causalConv(2 * width, 2, dilation, true));
        skip = addChildBlock("skip", Layers1d.conv(skips, 1, 1, 0, true));
        residual = last ? null : addChildBlock("residual", Layers1d.conv(width, 1, 1, 0, true));
        condition =
                conditional
                        ? addChildBlock("condition", Layers1d.conv(2 * width, 1, 1, 0, false))
                        : null;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        NDArray y = dilated.forward(parameterStore, inputs.subNDList(0, 1), training).head();
        if (condition != null && inputs.size() > 1) {
            y = y.add(condition.forward(parameterStore, inputs.subNDList(1), training).head());
        }
        NDList z = new NDList(OPS.apply("gate", y));
        NDArray skipped = skip.forward(parameterStore, z, training).head();
        return residual == null
                ? new NDList(x, skipped)
                : new NDList(x.add(residual.forward(parameterStore, z, training).head()), skipped);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        dilated.initialize(manager, dataType, inputShapes[0]);
        skip.initialize(manager, dataType, inputShapes[0]);
        if (residual != null) {
            residual.initialize(manager, dataType, inputShapes[0]);
        }
        if (condition != null) {
            condition.initialize(manager, dataType, inputShapes[1]);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        Shape[] skips = skip.getOutputShapes(new Shape[] {x});
        return new Shape[] {new Shape(x.get(0), width, x.get(2)), skips[0]};
    }
}
