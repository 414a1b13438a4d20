package org.selfsup.generative.flow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Distribution;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * A linear layer in which a unit sees the inputs of its degree or less, (n, d) to (n, units).
 *
 * <pre>{@code y = (W o M) x + b,   M_kj = 1 if m(k) >= m(j)      (MADE, eq. 8)}</pre>
 *
 * <p>Germain et al. 2015, <a href="https://arxiv.org/abs/1502.03509">MADE: Masked Autoencoder for
 * Distribution Estimation</a>.
 */
public final class MaskedLinear extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def linear(self, x: Tensor, w: Tensor, b: Tensor, mask: Tensor) -> Tensor:
                      return torch.linear(x, torch.mul(w, mask), b)
                    def reach(self, w: Tensor, inputs: Tensor, units: Tensor) -> Tensor:
                      seen = torch.ge(torch.unsqueeze(units, 1), torch.unsqueeze(inputs, 0))
                      return torch.type_as(seen, w)
                    """);

    private final int[] inputs;
    private final int[] units;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter mask;

    /**
     * A layer.
     *
     * @param inputs degree of each input; any further ones have degree 0
     * @param units degree of each unit
     */
    public MaskedLinear(int[] inputs, int[] units) {
        this.inputs = inputs.clone();
        this.units = units.clone();
        weight = parameter("weight", Parameter.Type.WEIGHT, new Distribution.FanIn(), true);
        bias = parameter("bias", Parameter.Type.BIAS, new Distribution.FanIn(), true);
        mask = parameter("mask", Parameter.Type.OTHER, (m, shape, type) -> mask(m, shape), false);
    }

    /**
     * The same weights under other degrees, as a block without parameters of its own.
     *
     * @param inputs degree of each input; there are no further ones
     * @param units degree of each unit
     * @throws IllegalArgumentException if there are not as many as this layer has
     */
    public Block under(int[] inputs, int[] units) {
        if (inputs.length != this.inputs.length || units.length != this.units.length) {
            throw new IllegalArgumentException(
                    "A layer of %d inputs and %d units has as many degrees, got %d and %d"
                            .formatted(
                                    this.inputs.length,
                                    this.units.length,
                                    inputs.length,
                                    units.length));
        }
        return new Reordered(this, inputs, units);
    }

    private static final class Reordered extends AbstractBlock {

        private final MaskedLinear layer;
        private final long[] inputs;
        private final long[] units;

        Reordered(MaskedLinear layer, int[] inputs, int[] units) {
            this.layer = layer; // no child: its parameters are another block's
            this.inputs = IntStream.of(inputs).asLongStream().toArray();
            this.units = IntStream.of(units).asLongStream().toArray();
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            NDArray x = inputs.singletonOrThrow();
            NDManager manager = x.getManager();
            NDArray w = parameterStore.getValue(layer.weight, x.getDevice(), training);
            try (NDArray from = Numbers.of(manager, this.inputs);
                    NDArray to = Numbers.of(manager, units);
                    NDArray mask = OPS.apply("reach", w, from, to)) {
                NDArray b = parameterStore.getValue(layer.bias, x.getDevice(), training);
                return new NDList(OPS.apply("linear", x, w, b, mask));
            }
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return layer.getOutputShapes(inputShapes);
        }
    }

    private Parameter parameter(
            String name, Parameter.Type type, Initializer initializer, boolean trained) {
        return addParameter(
                Parameter.builder()
                        .setName(name)
                        .setType(type)
                        .optInitializer(initializer)
                        .optRequiresGrad(trained)
                        .build());
    }

    private NDArray mask(NDManager manager, Shape shape) {
        int d = Math.toIntExact(shape.get(1));
        float[] seen = new float[units.length * d];
        for (int k = 0; k < units.length; k++) {
            for (int j = 0; j < d; j++) {
                int degree = j < inputs.length ? inputs[j] : 0;
                seen[k * d + j] = units[k] >= degree ? 1 : 0;
            }
        }
        return Numbers.of(manager, seen).reshape(shape);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape matrix = new Shape(units.length, inputShapes[0].get(1));
        weight.setShape(matrix);
        mask.setShape(matrix);
        bias.setShape(new Shape(units.length));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Device device = x.getDevice();
        NDArray w = parameterStore.getValue(weight, device, training);
        NDArray b = parameterStore.getValue(bias, device, training);
        NDArray m = parameterStore.getValue(mask, device, training);
        return new NDList(OPS.apply("linear", x, w, b, m));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), units.length)};
    }
}
