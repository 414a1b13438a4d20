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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Self-attention with several heads, (n, t, d) to (n, t, d), under PyTorch's names.
 *
 * <pre>{@code out_proj( softmax(q k' / sqrt(d / heads)) v ),   (q, k, v) = in_proj(x) }</pre>
 *
 * <p>A second input, boolean (n, 1, t, t), says which keys each query may see, and then stands in
 * for {@code causal}.
 */
final class Attention extends AbstractBlock {

    /** What is written into the functions. */
    private record Kind(int heads, float dropout, boolean causal) {}

    private static final Map<Kind, TorchScript> BY_KIND = new ConcurrentHashMap<>();

    private final long width;
    private final Kind kind;
    private final Parameter weight;
    private final Parameter bias;
    private final Block projection;

    /**
     * Heads of equal width.
     *
     * @param width d
     * @param heads a divisor of d
     * @param dropout probability with which training leaves out the weight of a key
     * @param causal whether a place sees only itself and those before
     */
    Attention(int width, int heads, float dropout, boolean causal) {
        this.width = width;
        kind = new Kind(heads, dropout, causal);
        Distribution start = new Distribution.Glorot();
        weight = addParameter(Layers.parameter("in_proj_weight", Parameter.Type.WEIGHT, true));
        weight.setShape(new Shape(3L * width, width));
        weight.setInitializer(start);
        bias = addParameter(Layers.parameter("in_proj_bias", Parameter.Type.BIAS, true));
        bias.setShape(new Shape(3L * width));
        projection =
                addChildBlock("out_proj", Layers.startedFlat(Layers.linear(width, true), start));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        Layers.checkFeatures(x, width, "This attention");
        Device device = x.getDevice();
        NDArray w = parameterStore.getValue(weight, device, training);
        NDArray b = parameterStore.getValue(bias, device, training);
        TorchScript script = script(training);
        try (NDArray heads =
                inputs.size() == 1
                        ? script.apply("attend", x, w, b)
                        : script.apply("attend_where", x, w, b, inputs.get(1))) {
            return projection.forward(parameterStore, new NDList(heads), training, params);
        }
    }

    /**
     * Goes on with a sequence, each place seeing itself and those before, without gradient.
     *
     * @param x the next places, (n, m, d)
     * @param cache of what came before
     * @return (n, m, d)
     */
    NDArray next(ParameterStore store, NDArray x, KeyValueCache cache) {
        NDArray w = store.getValue(weight, x.getDevice(), false);
        NDArray b = store.getValue(bias, x.getDevice(), false);
        TorchScript script = script(false);
        NDArray past = cache.past();
        NDList read =
                past == null ? script.call("first", x, w, b) : script.call("next", x, w, b, past);
        cache.keep(read.get(1));
        try (NDArray heads = read.head()) {
            return projection.forward(store, new NDList(heads), false).singletonOrThrow();
        }
    }

    /**
     * Attention of some places to other ones.
     *
     * @param x the places that ask, (n, m, d)
     * @param source the places that are seen, (n, t, d)
     * @param seen boolean (n, 1, m, t), at least one in every row
     * @return (n, m, d)
     */
    NDArray across(
            ParameterStore store, NDArray x, NDArray source, NDArray seen, boolean training) {
        NDArray w = store.getValue(weight, x.getDevice(), training);
        NDArray b = store.getValue(bias, x.getDevice(), training);
        try (NDArray heads = script(training).apply("attend_across", x, source, w, b, seen)) {
            return projection.forward(store, new NDList(heads), training).singletonOrThrow();
        }
    }

    private TorchScript script(boolean training) {
        Kind now = training ? kind : new Kind(kind.heads, 0, kind.causal);
        return BY_KIND.computeIfAbsent(now, Attention::script);
    }

    private static TorchScript script(Kind kind) {
        return new TorchScript(
                """
                def split(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                  n = torch.size(x, 0)
                  t = torch.size(x, 1)
                  d = torch.floordiv(torch.size(x, 2), %1$d)
                  p = torch.reshape(torch.linear(x, w, b), [n, t, 3, %1$d, d])
                  return torch.permute(p, [2, 0, 3, 1, 4])
                def attend(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                  q, k, v, = torch.unbind((self).split(x, w, b))
                  y = torch.scaled_dot_product_attention(q, k, v, None, %2$s, %3$s)
                  return torch.flatten(torch.transpose(y, 1, 2), 2)
                def attend_where(self, x: Tensor, w: Tensor, b: Tensor, seen: Tensor) -> Tensor:
                  q, k, v, = torch.unbind((self).split(x, w, b))
                  y = torch.scaled_dot_product_attention(q, k, v, seen, %2$s, False)
                  return torch.flatten(torch.transpose(y, 1, 2), 2)
                def attend_across(self, x: Tensor, s: Tensor, w: Tensor, b: Tensor, seen: Tensor) -> Tensor:
                  n = torch.size(x, 0)
                  d = torch.size(x, 2)
                  each = torch.floordiv(d, %1$d)
                  p = torch.linear(x, torch.slice(w, 0, 0, d), torch.slice(b, 0, 0, d))
                  q = torch.transpose(torch.reshape(p, [n, -1, %1$d, each]), 1, 2)
                  r = torch.linear(s, torch.slice(w, 0, d), torch.slice(b, 0, d))
                  kv = torch.permute(torch.reshape(r, [n, -1, 2, %1$d, each]), [2, 0, 3, 1, 4])
                  y = torch.scaled_dot_product_attention(q, kv[0], kv[1], seen, %2$s, False)
                  return torch.flatten(torch.transpose(y, 1, 2), 2)
                def first(self, x: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
                  q, k, v, = torch.unbind((self).split(x, w, b))
                  y = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
                  return (torch.flatten(torch.transpose(y, 1, 2), 2), torch.stack([k, v]))
                def next(self, x: Tensor, w: Tensor, b: Tensor, past: Tensor) -> Tuple[Tensor, Tensor]:
                  q, k, v, = torch.unbind((self).split(x, w, b))
                  all = torch.cat([past, torch.stack([k, v])], 3)
                  m = torch.size(q, 2)
                  t = torch.size(all, 3)
                  seen = torch.tril(torch.ones([m, t], dtype=11, device=x.device), t - m)
                  y = torch.scaled_dot_product_attention(q, all[0], all[1], seen, 0., False)
                  return (torch.flatten(torch.transpose(y, 1, 2), 2), all)
                """
                        .formatted(kind.heads, kind.dropout, kind.causal ? "True" : "False"));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        projection.initialize(manager, dataType, inputShapes[0]);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
