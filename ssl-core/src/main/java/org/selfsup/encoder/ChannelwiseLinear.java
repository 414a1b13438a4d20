package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * A linear layer of its own for every channel of a map, from all its places to all, (n, c, h, w) to
 * the same: what is seen in one corner reaches the other, at c (h w)^2 weights instead of (c h
 * w)^2.
 *
 * <p>Weight {@code (c h w, h w)}, a row for each place of the result; bias {@code (c h w)}. The
 * size of the map is that of the initialisation.
 *
 * <p>Pathak et al. 2016, <a href="https://arxiv.org/abs/1604.07379">Context Encoders</a>, section
 * 3.1.
 */
public final class ChannelwiseLinear extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def linear(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      c, p = x.size(1), w.size(1)
                      y = torch.einsum("ncp,cqp->ncq", [torch.flatten(x, 2), torch.view(w, [c, p, p])])
                      return torch.reshape(y + torch.view(b, [c, p]), x.size())
                    """);

    private final Parameter weight;
    private final Parameter bias;
    private Shape map = new Shape();

    /** Infers the size of the map when it is initialised. */
    public ChannelwiseLinear() {
        weight = addParameter(Layers.parameter("weight", Parameter.Type.WEIGHT, true));
        bias = addParameter(Layers.parameter("bias", Parameter.Type.BIAS, true));
        setInitializer(new Distribution.FanIn(), Parameter::requiresGradient);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        if (in.dimension() != 4) {
            throw new IllegalArgumentException(
                    "A channelwise layer takes maps (n, c, h, w), got " + in);
        }
        map = in.slice(1);
        long places = in.get(2) * in.get(3);
        weight.setShape(new Shape(in.get(1) * places, places));
        bias.setShape(new Shape(in.get(1) * places));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        if (!x.getShape().slice(1).equals(map)) {
            throw new IllegalArgumentException(
                    "This channelwise layer takes maps " + map + ", got " + x.getShape());
        }
        NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
        NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
        return new NDList(OPS.apply("linear", x, w, b));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
