package org.selfsup.encoder;

import ai.djl.Device;
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
 * A linear layer without bias whose rows have a length of their own, (n, d) to (n, units).
 *
 * <pre>{@code y_k = g_k (v_k . x) / |v_k| }</pre>
 *
 * <p>Salimans and Kingma 2016, <a href="https://arxiv.org/abs/1602.07868">Weight Normalization</a>.
 */
final class WeightNormLinear extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def linear(self, x: Tensor, v: Tensor, g: Tensor) -> Tensor:
                      return torch.linear(x, torch._weight_norm(v, g, 0))
                    """);

    private final long units;
    private final Parameter length;
    private final Parameter direction;

    /**
     * Lengths start at 1.
     *
     * @param units how many features come out
     * @param trainLength whether the lengths g are trained; the directions v are always
     */
    WeightNormLinear(long units, boolean trainLength) {
        this.units = units;
        length =
                addParameter(
                        Parameter.builder()
                                .setName("weight_g")
                                .setType(Parameter.Type.OTHER)
                                .optInitializer(Initializer.ONES)
                                .optRequiresGrad(trainLength)
                                .build());
        direction =
                addParameter(
                        Parameter.builder()
                                .setName("weight_v")
                                .setType(Parameter.Type.WEIGHT)
                                .optInitializer(new Distribution.FanIn())
                                .build());
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        length.setShape(new Shape(units, 1));
        direction.setShape(new Shape(units, inputShapes[0].getLastDimension()));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Device device = x.getDevice();
        NDArray v = parameterStore.getValue(direction, device, training);
        NDArray g = parameterStore.getValue(length, device, training);
        return new NDList(OPS.apply("linear", x, v, g));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {in.slice(0, in.dimension() - 1).add(units)};
    }
}
