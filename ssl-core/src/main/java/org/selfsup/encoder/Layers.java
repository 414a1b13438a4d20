package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Layers that encoders and heads are made of.
 *
 * <p>Those with parameters start from PyTorch's distributions, infer the size of their input when
 * they are initialised, and refuse another with one sentence.
 */
public final class Layers {

    private static final TorchScript IN_PLACE =
            new TorchScript(
                    """
                    def relu(self, x: Tensor) -> Tensor:
                      return torch.relu_(x)
                    def add_relu(self, x: Tensor, y: Tensor) -> Tensor:
                      return torch.relu_(torch.add_(x, y))
                    """);

    private Layers() {}

    /**
     * A linear layer, (..., d) to (..., units).
     *
     * @param units how many features come out
     * @param bias whether to add one; a BatchNorm that follows would only take it away again
     */
    public static Block linear(long units, boolean bias) {
        return started(new CheckedLinear(units, bias), new Distribution.FanIn());
    }

    /**
     * A square convolution without bias, (n, c, h, w) to (n, filters, h', w').
     *
     * @param filters how many channels come out
     * @param kernel height and width of the window
     * @param stride step of the window
     * @param padding zeros put around the image
     */
    public static Block conv(int filters, int kernel, int stride, int padding) {
        return conv(filters, kernel, stride, padding, false);
    }

    /**
     * A square convolution, (n, c, h, w) to (n, filters, h', w').
     *
     * @param filters how many channels come out
     * @param kernel height and width of the window
     * @param stride step of the window
     * @param padding zeros put around the image
     * @param bias whether to add one
     */
    public static Block conv(int filters, int kernel, int stride, int padding, boolean bias) {
        Conv2d.Builder builder =
                Conv2d.builder()
                        .setKernelShape(new Shape(kernel, kernel))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(padding, padding))
                        .setFilters(filters)
                        .optBias(bias);
        return started(new CheckedConv(builder), new Distribution.FanIn());
    }

    /** Declares where the parameters of a block start from. */
    static Block started(Block block, Initializer initializer) {
        block.setInitializer(initializer, parameter -> true);
        return block;
    }

    /**
     * max(x, 0), written over x.
     *
     * <p>For use right after a layer whose gradient does not need its own output: convolution,
     * linear layer, BatchNorm, sum. Never first, where x would be the caller's.
     */
    public static Block reluInPlace() {
        return new Operation(x -> IN_PLACE.apply("relu", x), shape -> shape);
    }

    /** max(x + y, 0), written over x. */
    static NDArray addReluInPlace(NDArray x, NDArray y) {
        return IN_PLACE.apply("add_relu", x, y);
    }

    /** A function of one array that keeps its shape, such as {@code Activation::gelu}. */
    public static Block elementwise(UnaryOperator<NDArray> function) {
        return new Operation(function, shape -> shape);
    }

    /** The largest value of every 3 x 3 window in steps of 2, (n, c, h, w) to (n, c, h', w'). */
    static Block maxPool() {
        Shape three = new Shape(3, 3);
        Shape two = new Shape(2, 2);
        Shape one = new Shape(1, 1);
        return new Operation(
                x -> Pool.maxPool2d(x, three, two, one, false),
                shape -> {
                    long h = (shape.get(2) + 1) / 2;
                    long w = (shape.get(3) + 1) / 2;
                    return new Shape(shape.get(0), shape.get(1), h, w);
                });
    }

    /** The mean over all places of an image of any size, (n, c, h, w) to (n, c). */
    public static Block globalAveragePool() {
        return new Operation(Pool::globalAvgPool2d, shape -> shape.slice(0, 2));
    }

    /** A function of one array without parameters, and what it does to the shape. */
    static Block operation(UnaryOperator<NDArray> function, UnaryOperator<Shape> shape) {
        return new Operation(function, shape);
    }

    static NDArray floats(NDArray x) {
        if (!x.getDataType().isFloating()) {
            throw new IllegalArgumentException(
                    "A layer takes arrays of type float32, got "
                            + x.getDataType()
                            + " "
                            + x.getShape());
        }
        return x;
    }

    /** A function of one array without parameters. */
    private static final class Operation extends AbstractBlock {

        private final UnaryOperator<NDArray> function;
        private final UnaryOperator<Shape> shape;

        Operation(UnaryOperator<NDArray> function, UnaryOperator<Shape> shape) {
            this.function = function;
            this.shape = shape;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return new NDList(function.apply(inputs.singletonOrThrow()));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {shape.apply(inputShapes[0])};
        }
    }

    private static final class CheckedLinear extends Linear {

        CheckedLinear(long units, boolean bias) {
            super(Linear.builder().setUnits(units).optBias(bias));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            Shape shape = floats(inputs.singletonOrThrow()).getShape();
            Parameter weight = getDirectParameters().get("weight");
            long features = weight.getShape().get(1);
            if (shape.dimension() < 1 || shape.getLastDimension() != features) {
                throw new IllegalArgumentException(
                        "This linear layer takes "
                                + features
                                + " features in the last dimension, got "
                                + shape);
            }
            return super.forwardInternal(parameterStore, inputs, training, params);
        }
    }

    private static final class CheckedConv extends Conv2d {

        CheckedConv(Builder builder) {
            super(builder);
        }

        @Override
        protected void beforeInitialize(Shape... inputShapes) {
            check(inputShapes[0], -1);
            super.beforeInitialize(inputShapes);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            check(floats(inputs.singletonOrThrow()).getShape(), weight.getShape().get(1));
            return super.forwardInternal(parameterStore, inputs, training, params);
        }

        /** A channel count of -1 allows any. */
        private void check(Shape shape, long channels) {
            if (shape.dimension() != 4 || (channels >= 0 && shape.get(1) != channels)) {
                throw new IllegalArgumentException(
                        "This convolution takes images (n, "
                                + (channels < 0 ? "c" : channels)
                                + ", h, w), got "
                                + shape);
            }
            for (int side = 0; side < 2; side++) {
                long least = Math.max(1, kernelShape.get(side) - 2 * padding.get(side));
                if (shape.get(2 + side) < least) {
                    throw new IllegalArgumentException(
                            "This convolution takes images of at least "
                                    + least
                                    + " x "
                                    + least
                                    + ", got "
                                    + shape);
                }
            }
        }
    }
}
