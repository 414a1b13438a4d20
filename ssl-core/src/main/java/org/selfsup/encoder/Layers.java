package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
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

    private static final int NEAREST = 0;

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
        return conv(filters, kernel, stride, padding, bias, 1);
    }

    /**
     * A square convolution in groups, (n, c, h, w) to (n, filters, h', w').
     *
     * @param groups into how many the channels are divided; each sees its own part of the input
     */
    static Block conv(int filters, int kernel, int stride, int padding, boolean bias, int groups) {
        Conv2d.Builder builder = window(filters, kernel, stride, padding, bias).optGroups(groups);
        return started(new CheckedConv(builder), new Distribution.FanIn());
    }

    private static Conv2d.Builder window(
            int filters, int kernel, int stride, int padding, boolean bias) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .setFilters(filters)
                .optBias(bias);
    }

    /**
     * A square convolution run backwards, (n, c, h, w) to (n, filters, h', w') with h' = (h - 1)
     * stride - 2 padding + kernel.
     *
     * <p>Where the kernel is no multiple of the stride, some places get more summands than their
     * neighbours, a checkerboard from the start; where it is one, training may still make it. A
     * {@link #upsample} before an ordinary convolution has none, at more work.
     *
     * <p>Odena, Dumoulin and Olah 2016, <a
     * href="https://distill.pub/2016/deconv-checkerboard/">Deconvolution and Checkerboard
     * Artifacts</a>.
     *
     * @param filters how many channels come out
     * @param kernel height and width of the window
     * @param stride step of the window in the output
     * @param padding rows and columns cut from every side of the output
     * @param bias whether to add one
     */
    public static Block transposedConv(
            int filters, int kernel, int stride, int padding, boolean bias) {
        return started(
                new TransposedConv(filters, kernel, stride, padding, bias),
                new Distribution.FanIn());
    }

    /**
     * Every pixel repeated, (n, c, h, w) to (n, c, factor h, factor w). Followed by a convolution
     * it enlarges without the checkerboard of a {@link #transposedConv}.
     *
     * @param factor at least 1
     */
    public static Block upsample(int factor) {
        return new Operation(
                x -> {
                    Shape in = checkImages(x.getShape(), "Upsampling");
                    long[] size = {factor * in.get(2), factor * in.get(3)};
                    return x.getNDArrayInternal().interpolation(size, NEAREST, false);
                },
                in -> new Shape(in.get(0), in.get(1), factor * in.get(2), factor * in.get(3)));
    }

    /**
     * Sub-pixel convolution's last step: channels become pixels, (n, factor^2 c, h, w) to (n, c,
     * factor h, factor w); channel {@code c factor^2 + factor dy + dx} is the pixel at (dy, dx).
     *
     * <p>Shi et al. 2016, <a href="https://arxiv.org/abs/1609.05158">Real-Time Single Image and
     * Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network</a>.
     *
     * @param factor at least 1
     */
    public static Block pixelShuffle(int factor) {
        return new Operation(
                x -> {
                    Shape out = shuffled(checkImages(x.getShape(), "Pixel shuffle"), factor);
                    return x.reshape(
                                    out.get(0),
                                    out.get(1),
                                    factor,
                                    factor,
                                    x.getShape().get(2),
                                    x.getShape().get(3))
                            .transpose(0, 1, 4, 2, 5, 3)
                            .reshape(out);
                },
                in -> shuffled(in, factor));
    }

    private static Shape shuffled(Shape in, int factor) {
        long squares = (long) factor * factor;
        if (in.get(1) % squares != 0) {
            throw new IllegalArgumentException(
                    "Pixel shuffle by "
                            + factor
                            + " takes a multiple of "
                            + squares
                            + " channels, got "
                            + in);
        }
        return new Shape(in.get(0), in.get(1) / squares, factor * in.get(2), factor * in.get(3));
    }

    /**
     * Every pixel repeated as often as it takes, (n, c, h, w) to (n, c, size, size).
     *
     * @param size rows and columns that come out, at least 1
     */
    static Block upsampleTo(int size) {
        long[] sides = {size, size};
        return new Operation(
                x -> x.getNDArrayInternal().interpolation(sides, NEAREST, false),
                in -> new Shape(in.get(0), in.get(1), size, size));
    }

    /**
     * A linear layer with bias whose weight is divided by its largest singular value, (..., d) to
     * (..., units); see {@link #spectralConv}.
     *
     * @param units how many features come out
     */
    public static Block spectralLinear(long units) {
        return spectralLinear(units, 1);
    }

    static Block spectralLinear(long units, int iterations) {
        SpectralLinear layer = new SpectralLinear(units, new SpectralNorm(iterations));
        return started(layer, new Distribution.FanIn());
    }

    /**
     * A square convolution with bias whose weight, as a matrix (filters, rest), is divided by its
     * largest singular value, which bounds the slope of a discriminator.
     *
     * <p>The value is followed by one step of the power method in every training pass. Its vectors
     * {@code weight_u} and {@code weight_v} are buffers; the weight before the division is {@code
     * weight}, which PyTorch names {@code weight_orig}.
     *
     * <p>Miyato et al. 2018, <a href="https://arxiv.org/abs/1802.05957">Spectral Normalization for
     * Generative Adversarial Networks</a>.
     *
     * @param filters how many channels come out
     * @param kernel height and width of the window
     * @param stride step of the window
     * @param padding zeros put around the image
     */
    public static Block spectralConv(int filters, int kernel, int stride, int padding) {
        return spectralConv(filters, kernel, stride, padding, 1);
    }

    static Block spectralConv(int filters, int kernel, int stride, int padding, int iterations) {
        Conv2d.Builder builder = window(filters, kernel, stride, padding, true);
        return started(
                new SpectralConv(builder, new SpectralNorm(iterations)), new Distribution.FanIn());
    }

    /**
     * Normalisation of the last dimension, with weight and bias: {@code (x - mean) / sqrt(var +
     * epsilon) * weight + bias}.
     *
     * <p>Ba, Kiros and Hinton 2016, <a href="https://arxiv.org/abs/1607.06450">Layer
     * Normalization</a>.
     *
     * @param epsilon 1e-5 is PyTorch's default, 1e-6 that of vision transformers
     */
    public static Block layerNorm(float epsilon) {
        return new LayerNorm(epsilon);
    }

    /**
     * Normalisation of every sample over groups of channels, (n, c, ...), with weight and bias;
     * epsilon is 1e-5.
     *
     * <p>Wu and He 2018, <a href="https://arxiv.org/abs/1803.08494">Group Normalization</a>.
     *
     * @param groups a divisor of c
     */
    public static Block groupNorm(int groups) {
        if (groups < 1) {
            throw new IllegalArgumentException("GroupNorm needs at least 1 group, got " + groups);
        }
        return new GroupNorm(groups, true);
    }

    /**
     * Normalisation of every channel of every sample, (n, c, ...); epsilon is 1e-5. As in PyTorch
     * there are no running statistics, and weight and bias only on demand.
     *
     * <p>Ulyanov et al. 2016, <a href="https://arxiv.org/abs/1607.08022">Instance
     * Normalization</a>.
     *
     * @param affine whether there are a weight and a bias
     */
    public static Block instanceNorm(boolean affine) {
        return new GroupNorm(0, affine);
    }

    /**
     * Rows of a table, indices (...) of type int64 to (..., width). The rows start from N(0, 1), as
     * in PyTorch.
     *
     * @param size number of rows
     * @param width length of a row
     */
    public static Block embedding(long size, long width) {
        return started(new Embedding(size, width), new Distribution.Normal(1));
    }

    /**
     * In training zero with a probability, else divided by one minus it; drawn from libtorch's
     * generator, which the training loop seeds for every step.
     *
     * @param rate probability of a zero, in [0, 1)
     */
    public static Block dropout(float rate) {
        return requireDropout(rate) == 0
                ? elementwise(x -> x)
                : ai.djl.nn.norm.Dropout.builder().optRate(rate).build();
    }

    static float requireDropout(float rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("Dropout needs a rate in [0, 1), got " + rate);
        }
        return rate;
    }

    /** max(x, 0) + slope min(x, 0). */
    public static Block leakyRelu(float slope) {
        return elementwise(x -> Activation.leakyRelu(x, slope));
    }

    /** x times the distribution function of N(0, 1), exactly. */
    public static Block gelu() {
        return elementwise(Activation::gelu);
    }

    /** The hyperbolic tangent, to (-1, 1). */
    public static Block tanh() {
        return elementwise(Activation::tanh);
    }

    /** 1 / (1 + exp(-x)), to (0, 1). */
    public static Block sigmoid() {
        return elementwise(Activation::sigmoid);
    }

    /** (n, ...) to (n, d), row-major. */
    public static Block flatten() {
        return new Operation(
                x -> x.reshape(x.getShape().get(0), x.getShape().size() / x.getShape().get(0)),
                in -> new Shape(in.get(0), in.slice(1).size()));
    }

    /**
     * (n, ...) to (n, sizes...), row-major.
     *
     * @param sizes of every dimension after the first; their product is that of the input's
     */
    public static Block reshape(long... sizes) {
        Shape rest = new Shape(sizes);
        return new Operation(
                x -> {
                    if (x.getShape().slice(1).size() != rest.size()) {
                        throw new IllegalArgumentException(
                                "Samples of "
                                        + x.getShape()
                                        + " cannot take the shape "
                                        + rest
                                        + ": they have another number of values");
                    }
                    return x.reshape(new Shape(x.getShape().get(0)).addAll(rest));
                },
                in -> new Shape(in.get(0)).addAll(rest));
    }

    /** Declares where the parameters of a block start from, except buffers. */
    static Block started(Block block, Initializer initializer) {
        block.setInitializer(initializer, Parameter::requiresGradient);
        return block;
    }

    /** Weights that start from a distribution, biases from 0, in a block and its children. */
    static Block startedFlat(Block block, Distribution weights) {
        for (Parameter parameter : StateDict.parameters(block).values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                parameter.setInitializer(weights);
            } else if (parameter.getType() == Parameter.Type.BIAS) {
                parameter.setInitializer(Initializer.ZEROS);
            }
        }
        return block;
    }

    /** Starts as its type says: 1 for gamma, 0 for beta and bias. */
    static Parameter parameter(String name, Parameter.Type type, boolean trained) {
        return Parameter.builder().setName(name).setType(type).optRequiresGrad(trained).build();
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

    /**
     * The largest value of every window, (n, c, h, w) to (n, c, h', w') with h' = (h + 2 padding -
     * window) / stride + 1, rounded down.
     *
     * @param window rows and columns of one, at least 1
     * @param stride from one to the next, at least 1
     * @param padding rows and columns around the image that are never the largest, at most half a
     *     window
     */
    public static Block maxPool(int window, int stride, int padding) {
        Shape windows = new Shape(window, window);
        Shape strides = new Shape(stride, stride);
        Shape paddings = new Shape(padding, padding);
        return new Operation(
                x -> Pool.maxPool2d(x, windows, strides, paddings, false),
                in -> {
                    long h = (in.get(2) + 2L * padding - window) / stride + 1;
                    long w = (in.get(3) + 2L * padding - window) / stride + 1;
                    return new Shape(in.get(0), in.get(1), h, w);
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

    static void checkFeatures(NDArray x, long features, String layer) {
        Shape shape = floats(x).getShape();
        if (shape.dimension() < 1 || shape.getLastDimension() != features) {
            throw new IllegalArgumentException(
                    layer + " takes " + features + " features in the last dimension, got " + shape);
        }
    }

    private static Shape checkImages(Shape shape, String layer) {
        if (shape.dimension() != 4) {
            throw new IllegalArgumentException(layer + " takes images (n, c, h, w), got " + shape);
        }
        return shape;
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

    private static class CheckedLinear extends Linear {

        CheckedLinear(long units, boolean bias) {
            super(Linear.builder().setUnits(units).optBias(bias));
        }

        Parameter weight() {
            return getDirectParameters().get("weight");
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            checkFeatures(
                    inputs.singletonOrThrow(), weight().getShape().get(1), "This linear layer");
            return super.forwardInternal(parameterStore, inputs, training, params);
        }
    }

    private static class CheckedConv extends Conv2d {

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
            check(floats(inputs.singletonOrThrow()).getShape(), weight.getShape().get(1) * groups);
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

    private static final class SpectralLinear extends CheckedLinear {

        private final SpectralNorm norm;

        SpectralLinear(long units, SpectralNorm norm) {
            super(units, true);
            this.norm = norm;
            addParameter(norm.u);
            addParameter(norm.v);
        }

        @Override
        public void prepare(Shape[] inputShapes) {
            super.prepare(inputShapes);
            norm.prepare(weight().getShape());
        }

        @Override
        protected void initializeChildBlocks(
                NDManager manager, DataType dataType, Shape... inputShapes) {
            norm.settle(weight());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return norm.forward(
                    inputs.singletonOrThrow(),
                    weight(),
                    parameterStore,
                    training,
                    store -> super.forwardInternal(store, inputs, training, params));
        }
    }

    private static final class SpectralConv extends CheckedConv {

        private final SpectralNorm norm;

        SpectralConv(Builder builder, SpectralNorm norm) {
            super(builder);
            this.norm = norm;
            addParameter(norm.u);
            addParameter(norm.v);
        }

        @Override
        protected void prepare(Shape[] inputShapes) {
            super.prepare(inputShapes);
            norm.prepare(weight.getShape());
        }

        @Override
        protected void initializeChildBlocks(
                NDManager manager, DataType dataType, Shape... inputShapes) {
            norm.settle(weight);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return norm.forward(
                    inputs.singletonOrThrow(),
                    weight,
                    parameterStore,
                    training,
                    store -> super.forwardInternal(store, inputs, training, params));
        }
    }
}
