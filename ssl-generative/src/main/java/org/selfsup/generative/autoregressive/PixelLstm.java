package org.selfsup.generative.autoregressive;

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
import org.selfsup.encoder.Distribution;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * An LSTM over the places of a map, (n, c, h, w) to (n, hidden, h, w).
 *
 * <pre>{@code
 * [o, f, i, g] = sigma(K_ss * h_before + K_is * x)      (eq. 3), sigma a tanh for g
 * c = f o c_before + i o g,   h = o o tanh(c)
 * }</pre>
 *
 * <p>K_is is computed for all places at once and is masked, as a pixel must not know its own later
 * colours; the loop over what comes one after another is one call of TorchScript, in which K_ss is
 * one product of matrices a step.
 */
final class PixelLstm extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def gates(self, y: Tensor, groups: Tensor) -> Tensor:
                      g = int(groups)
                      n, c, h, w = y.size(0), y.size(1), y.size(2), y.size(3)
                      blocks = torch.reshape(y, [n, g, 4, c // g // 4, h, w])
                      return torch.reshape(torch.transpose(blocks, 1, 2), [n, c, h, w])
                    def step(self, z: Tensor, c: Tensor) -> Tuple[Tensor, Tensor]:
                      k = c.size(-1)
                      three, g = torch.split_with_sizes(z, [3 * k, k], -1)
                      o, f, i = torch.chunk(torch.sigmoid(three), 3, -1)
                      cell = f * c + i * torch.tanh(g)
                      return (o * torch.tanh(cell), cell)
                    def row(self, is1: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      n, width = is1.size(0), is1.size(3)
                      k = w.size(1)
                      rows = torch.unbind(torch.contiguous(torch.permute(is1, [2, 0, 3, 1])))
                      h = torch.zeros([n, width, k], dtype=is1.dtype, device=is1.device)
                      c = h
                      out = annotate(List[Tensor], [])
                      ss = torch.flatten(w, 0, 1)
                      for i in range(len(rows)):
                        left = torch.constant_pad_nd(h, [0, 0, 1, -1], 0)
                        right = torch.constant_pad_nd(h, [0, 0, -1, 1], 0)
                        z = rows[i] + torch.matmul(torch.cat([left, h, right], 2), ss) + b
                        h, c = self.step(z, c)
                        torch.append(out, h)
                      return torch.permute(torch.stack(out), [1, 3, 0, 2])
                    def diagonal(self, is1: Tensor, is2: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      n, c4, height, width = is1.size(0), is1.size(1), is1.size(2), is1.size(3)
                      k = c4 // 4
                      ways = torch.stack([is1, torch.flip(is2, [3])])
                      steps = torch.permute(self.skew(ways), [4, 0, 1, 3, 2])
                      flat = torch.reshape(steps, [steps.size(0), 2, n * height, c4])
                      inputs = torch.unbind(flat + torch.unsqueeze(b, 1))
                      h = torch.zeros([2, n * height, k], dtype=is1.dtype, device=is1.device)
                      c = h
                      out = annotate(List[Tensor], [])
                      for t in range(len(inputs)):
                        places = torch.reshape(h, [2 * n, height, k])
                        above = torch.constant_pad_nd(places, [0, 0, 1, -1], 0)
                        before = torch.cat([h, torch.reshape(above, [2, n * height, k])], 2)
                        h, c = self.step(torch.baddbmm(inputs[t], before, w), c)
                        torch.append(out, h)
                      maps = torch.reshape(torch.stack(out), [len(inputs), 2, n, height, k])
                      both = self.unskew(torch.permute(maps, [1, 2, 4, 3, 0]), width)
                      right = torch.flip(both[1], [3])
                      return both[0] + torch.constant_pad_nd(right, [0, 0, 1, -1], 0)
                    def skew(self, x: Tensor) -> Tensor:
                      h, w = x.size(3), x.size(4)
                      flat = torch.flatten(torch.constant_pad_nd(x, [0, h], 0), 3)
                      kept = torch.narrow(flat, 3, 0, h * (w + h - 1))
                      return torch.reshape(kept, [x.size(0), x.size(1), x.size(2), h, w + h - 1])
                    def unskew(self, x: Tensor, w: int) -> Tensor:
                      h = x.size(3)
                      flat = torch.constant_pad_nd(torch.flatten(x, 3), [0, h], 0)
                      rows = torch.reshape(flat, [x.size(0), x.size(1), x.size(2), h, w + h])
                      return torch.narrow(rows, 4, 0, w)
                    """);

    private final int hidden;
    private final int groups;
    private final Block inputs;
    private final @Nullable Block inputsRight;
    private final Parameter weight;
    private final Parameter bias;

    private PixelLstm(int hidden, int groups, Block inputs, @Nullable Block right, Shape weight) {
        this.hidden = hidden;
        this.groups = groups;
        this.inputs = addChildBlock("inputs", inputs);
        inputsRight = right == null ? null : addChildBlock("inputs_right", right);
        Distribution start = new Distribution.Uniform(1 / Math.sqrt((double) hidden));
        this.weight = addParameter(parameter("state_weight", Parameter.Type.WEIGHT, start));
        this.weight.setShape(weight);
        bias = addParameter(parameter("state_bias", Parameter.Type.BIAS, start));
        bias.setShape(new Shape(weight.get(0) == 2 ? 2 : 1, 4L * hidden));
    }

    private static Parameter parameter(String name, Parameter.Type type, Distribution start) {
        return Parameter.builder().setName(name).setType(type).optInitializer(start).build();
    }

    /**
     * The row LSTM: row after row, each place sees three of the row above.
     *
     * @param hidden channels, a multiple of the groups
     * @param groups colours whose order is kept
     */
    static PixelLstm row(int hidden, int groups) {
        Block inputs = MaskedConv.row(4 * hidden, 1, MaskedConv.Mask.B, groups);
        return new PixelLstm(hidden, groups, inputs, null, new Shape(3, hidden, 4L * hidden));
    }

    /**
     * The diagonal BiLSTM: diagonal after diagonal, each place sees the one beside it and the one
     * above; once from the left, once from the right, the latter a row further down.
     *
     * @param hidden channels, a multiple of the groups
     * @param groups colours whose order is kept
     */
    static PixelLstm diagonal(int hidden, int groups) {
        return new PixelLstm(
                hidden,
                groups,
                MaskedConv.pixel(4 * hidden, groups),
                MaskedConv.pixel(4 * hidden, groups),
                new Shape(2, 2L * hidden, 4L * hidden));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        Device device = inputs.head().getDevice();
        NDArray w = parameterStore.getValue(weight, device, training);
        NDArray b = parameterStore.getValue(bias, device, training);
        NDArray seen = gates(this.inputs, parameterStore, inputs, training);
        if (inputsRight == null) {
            return new NDList(OPS.apply("row", seen, w, b));
        }
        NDArray right = gates(inputsRight, parameterStore, inputs, training);
        return new NDList(OPS.apply("diagonal", seen, right, w, b));
    }

    /** Gates of all places, those of a kind beside one another. */
    private NDArray gates(Block layer, ParameterStore store, NDList x, boolean training) {
        try (NDArray y = layer.forward(store, x, training).singletonOrThrow();
                NDArray number = Numbers.of(y.getManager(), groups)) {
            return OPS.apply("gates", y, number);
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        inputs.initialize(manager, dataType, inputShapes);
        if (inputsRight != null) {
            inputsRight.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), hidden, in.get(2), in.get(3))};
    }
}
