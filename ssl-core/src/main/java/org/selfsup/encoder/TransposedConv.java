package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/** A convolution run backwards, see {@link Layers#transposedConv}. */
final class TransposedConv extends AbstractBlock {

    private record Step(int stride, int padding) {}

    private static final Map<Step, TorchScript> BY_STEP = new ConcurrentHashMap<>();

    private final int filters;
    private final int kernel;
    private final Step step;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    TransposedConv(int filters, int kernel, int stride, int padding, boolean bias) {
        this.filters = filters;
        this.kernel = kernel;
        step = new Step(stride, padding);
        weight = addParameter(Layers.parameter("weight", Parameter.Type.WEIGHT, true));
        this.bias = bias ? addParameter(Layers.parameter("bias", Parameter.Type.BIAS, true)) : null;
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        weight.setShape(new Shape(inputShapes[0].get(1), filters, kernel, kernel));
        if (bias != null) {
            bias.setShape(new Shape(filters));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = Layers.floats(inputs.singletonOrThrow());
        Shape shape = x.getShape();
        long channels = weight.getShape().get(0);
        if (shape.dimension() != 4 || shape.get(1) != channels) {
            throw new IllegalArgumentException(
                    "This transposed convolution takes images (n, "
                            + channels
                            + ", h, w), got "
                            + shape);
        }
        TorchScript script = BY_STEP.computeIfAbsent(step, TransposedConv::script);
        Device device = x.getDevice();
        NDArray w = parameterStore.getValue(weight, device, training);
        if (bias == null) {
            return new NDList(script.apply("plain", x, w));
        }
        return new NDList(
                script.apply("biased", x, w, parameterStore.getValue(bias, device, training)));
    }

    private static TorchScript script(Step step) {
        return new TorchScript(
                """
                def plain(self, x: Tensor, w: Tensor) -> Tensor:
                  return torch.conv_transpose2d(x, w, None, [%1$d, %1$d], [%2$d, %2$d])
                def biased(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                  return torch.conv_transpose2d(x, w, b, [%1$d, %1$d], [%2$d, %2$d])
                """
                        .formatted(step.stride, step.padding));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), filters, size(in.get(2)), size(in.get(3)))};
    }

    private long size(long side) {
        return (side - 1) * step.stride - 2L * step.padding + kernel;
    }
}
