package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * The end of a network that makes the parameters of {@link Affine}: bounds s, leaves t.
 *
 * <pre>{@code s' = a_c tanh(s),   a trained for every channel, at first 1 }</pre>
 *
 * <p>Without a bound exp(s) overflows in the first steps. Dinh et al. 2016, <a
 * href="https://arxiv.org/abs/1605.08803">Density estimation using Real NVP</a>, section 4.1, call
 * it a learnt scale.
 */
public final class LogScale extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def bound(self, p: Tensor, a: Tensor) -> Tensor:
                      c = torch.floordiv(torch.size(p, 1), 2)
                      s = torch.narrow(p, 1, 0, c)
                      t = torch.narrow(p, 1, c, c)
                      rows = torch.flatten(torch.unsqueeze(torch.tanh(s), 2), 2)
                      scaled = torch.mul(rows, torch.unsqueeze(a, 1))
                      return torch.cat([torch.view_as(torch.contiguous(scaled), t), t], 1)
                    """);

    private final Parameter bound =
            addParameter(
                    Parameter.builder()
                            .setName("a")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(Initializer.ONES)
                            .build());

    /** For any number of channels. */
    public LogScale() {}

    @Override
    protected void prepare(Shape[] inputShapes) {
        bound.setShape(new Shape(inputShapes[0].get(1) / 2));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray p = inputs.singletonOrThrow();
        NDArray a = parameterStore.getValue(bound, p.getDevice(), training);
        return new NDList(OPS.apply("bound", p, a));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
