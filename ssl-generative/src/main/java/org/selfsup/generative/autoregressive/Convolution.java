package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Distribution;

/** A weight and a bias of a convolution over maps (n, c, h, w), starting from PyTorch's values. */
abstract class Convolution extends AbstractBlock {

    private final int filters;
    private final int height;
    private final int width;
    private final Parameter weight;
    private final Parameter bias;

    Convolution(int filters, int height, int width) {
        if (filters < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A convolution has at least one filter, row and column, got %d, %d and %d"
                            .formatted(filters, height, width));
        }
        this.filters = filters;
        this.height = height;
        this.width = width;
        weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
        bias = addParameter(parameter("bias", Parameter.Type.BIAS));
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        return Parameter.builder()
                .setName(name)
                .setType(type)
                .optInitializer(new Distribution.FanIn())
                .build();
    }

    /** The convolution of a map (n, c, h, w), which is not to be closed. */
    abstract NDArray convolve(
            NDArray x, NDArray weight, NDArray bias, ParameterStore store, boolean training);

    /** Shape of the weight for so many channels. */
    Shape weightShape(long channels) {
        return new Shape(filters, channels, height, width);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        weight.setShape(weightShape(inputShapes[0].get(1)));
        bias.setShape(new Shape(filters));
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        long channels = weight.getShape().get(1);
        if (x.getShape().dimension() != 4 || x.getShape().get(1) != channels) {
            throw new IllegalArgumentException(
                    "This convolution takes maps (n, " + channels + ", h, w), got " + x.getShape());
        }
        NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
        NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
        return new NDList(convolve(x, w, b, parameterStore, training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), filters, in.get(2), in.get(3))};
    }
}
