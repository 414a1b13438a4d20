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

/** Normalisation of groups of channels, see {@link Layers#groupNorm}. */
final class GroupNorm extends AbstractBlock {

    private static final Map<Long, TorchScript> BY_GROUPS = new ConcurrentHashMap<>();

    private final int groups;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private long channels;

    /**
     * Of so many groups.
     *
     * @param groups how many; 0 for one of every channel
     * @param affine whether there are a weight and a bias
     */
    GroupNorm(int groups, boolean affine) {
        this.groups = groups;
        weight = affine ? add("weight", Parameter.Type.GAMMA) : null;
        bias = affine ? add("bias", Parameter.Type.BETA) : null;
    }

    private Parameter add(String name, Parameter.Type type) {
        return addParameter(Layers.parameter(name, type, true));
    }

    @Override
    protected void beforeInitialize(Shape... inputShapes) {
        channels = inputShapes[0].get(1);
        if (groups > 0 && channels % groups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm cannot divide "
                            + channels
                            + " channels into "
                            + groups
                            + " equal groups: use a divisor");
        }
        super.beforeInitialize(inputShapes);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        parameters.values().forEach(parameter -> parameter.setShape(new Shape(channels)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = Layers.floats(inputs.singletonOrThrow());
        Shape shape = x.getShape();
        if (shape.dimension() < 3 || shape.get(1) != channels) {
            throw new IllegalArgumentException(
                    "This normalisation takes images (n, " + channels + ", h, w), got " + shape);
        }
        TorchScript script =
                BY_GROUPS.computeIfAbsent(groups > 0 ? groups : channels, GroupNorm::script);
        if (weight == null || bias == null) {
            return new NDList(script.apply("plain", x));
        }
        Device device = x.getDevice();
        NDArray gamma = parameterStore.getValue(weight, device, training);
        NDArray beta = parameterStore.getValue(bias, device, training);
        return new NDList(script.apply("affine", x, gamma, beta));
    }

    private static TorchScript script(long groups) {
        return new TorchScript(
                """
                def plain(self, x: Tensor) -> Tensor:
                  return torch.group_norm(x, %1$d, None, None, 1e-05)
                def affine(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
                  return torch.group_norm(x, %1$d, weight, bias, 1e-05)
                """
                        .formatted(groups));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
