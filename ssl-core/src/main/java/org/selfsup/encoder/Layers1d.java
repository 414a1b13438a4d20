package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Layers for sequences (n, c, t) of t steps with c channels, beside those of {@link Layers}.
 *
 * <p>Linear layers, {@link Recurrent} ones and attention take (n, t, c) instead: {@link
 * #swapTimeAndChannels} goes between.
 */
public final class Layers1d {

    private static final TorchScript NORM =
            new TorchScript(
                    """
                    def channels(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
                      last = torch.transpose(x, 1, 2)
                      y = torch.layer_norm(last, torch.size(weight), weight, bias, 1e-05, False)
                      return torch.transpose(y, 1, 2)
                    """);

    private static final TorchScript STATISTICS =
            new TorchScript(
                    """
                    def statistics(self, x: Tensor) -> Tensor:
                      return torch.cat([torch.mean(x, [2]), torch.std(x, [2], False)], 1)
                    """);

    private Layers1d() {}

    /**
     * A convolution over time, (n, c, t) to (n, filters, t').
     *
     * @param filters how many channels come out
     * @param kernel steps under the window
     * @param stride step of the window
     * @param padding zeros put before the first and after the last step
     * @param bias whether to add one
     */
    public static Block conv(int filters, int kernel, int stride, int padding, boolean bias) {
        return Layers.started(
                new Convolution(filters, kernel, stride, 1, padding, padding, bias),
                new Distribution.FanIn());
    }

    /**
     * A convolution that sees no later step, (n, c, t) to (n, filters, t).
     *
     * <pre>{@code y_t = b + sum_j w_j x_(t - (kernel - 1 - j) dilation) }</pre>
     *
     * <p>Outside of the sequence are zeros. A stack of such layers sees {@code 1 + sum (kernel - 1)
     * dilation} steps.
     *
     * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1609.03499">WaveNet</a>, section
     * 2.1.
     *
     * @param filters how many channels come out
     * @param kernel steps under the window
     * @param dilation distance between two of them
     * @param bias whether to add one
     */
    public static Block causalConv(int filters, int kernel, int dilation, boolean bias) {
        int past = Math.multiplyExact(kernel - 1, dilation);
        return Layers.started(
                new Convolution(filters, kernel, 1, dilation, past, 0, bias),
                new Distribution.FanIn());
    }

    /**
     * Normalises the channels of every step by themselves, (n, c, t) to (n, c, t): no step sees
     * another, as it would in a BatchNorm.
     *
     * <pre>{@code y = (x - mean_c x) / sqrt(var_c x + 1e-5) * weight + bias }</pre>
     *
     * <p>What CPC needs in place of BatchNorm by Riviere et al. 2020, <a
     * href="https://arxiv.org/abs/2002.02848">Unsupervised pretraining transfers well across
     * languages</a>; their variance is the unbiased one.
     */
    public static Block channelNorm() {
        return new ChannelNorm();
    }

    /** The mean over time, (n, c, t) to (n, c). */
    public static Block globalAveragePool() {
        return Layers.operation(x -> x.mean(new int[] {2}), shape -> shape.slice(0, 2));
    }

    /** Mean and standard deviation over time of every channel, (n, c, t) to (n, 2 c). */
    public static Block statistics() {
        return Layers.operation(
                x -> STATISTICS.apply("statistics", x),
                shape -> new Shape(shape.get(0), 2 * shape.get(1)));
    }

    /** (n, c, t) to (n, t, c), or back. */
    public static Block swapTimeAndChannels() {
        return Layers.operation(
                x -> x.transpose(0, 2, 1),
                shape -> new Shape(shape.get(0), shape.get(2), shape.get(1)));
    }

    /** A picture of one or more channels as a sequence, (n, c, h, t) to (n, c h, t). */
    public static Block flattenChannels() {
        return Layers.operation(x -> x.reshape(flat(x.getShape())), Layers1d::flat);
    }

    private static Shape flat(Shape shape) {
        return new Shape(shape.get(0), shape.get(1) * shape.get(2), shape.get(3));
    }

    /** The first of several arrays, such as the outputs of a {@link Recurrent} layer. */
    public static Block first() {
        return new First();
    }

    private static void require(boolean fact, String expected, Object found) {
        if (!fact) {
            throw new IllegalArgumentException(expected + ", got " + found);
        }
    }

    private static final class First extends AbstractBlock {

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return new NDList(inputs.head());
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {inputShapes[0]};
        }
    }

    /** DJL's cannot be extended, and pads both sides alike. */
    private static final class Convolution extends AbstractBlock {

        private final int filters;
        private final int kernel;
        private final int stride;
        private final int dilation;
        private final int before;
        private final int after;
        private final Parameter weight;
        private final @Nullable Parameter bias;

        Convolution(
                int filters,
                int kernel,
                int stride,
                int dilation,
                int before,
                int after,
                boolean bias) {
            require(
                    filters >= 1 && kernel >= 1 && stride >= 1 && dilation >= 1,
                    "A convolution has filters, kernel, stride and dilation of at least 1",
                    filters + ", " + kernel + ", " + stride + " and " + dilation);
            require(after >= 0, "The padding of a convolution is at least 0", after);
            this.filters = filters;
            this.kernel = kernel;
            this.stride = stride;
            this.dilation = dilation;
            this.before = before;
            this.after = after;
            weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
            this.bias = bias ? addParameter(parameter("bias", Parameter.Type.BIAS)) : null;
        }

        @Override
        protected void prepare(Shape[] inputShapes) {
            require(
                    inputShapes[0].dimension() == 3,
                    "This convolution takes sequences (n, c, t)",
                    inputShapes[0]);
            weight.setShape(new Shape(filters, inputShapes[0].get(1), kernel));
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
            check(x.getShape());
            Device device = x.getDevice();
            NDArray w = parameterStore.getValue(weight, device, training);
            NDArray b = bias == null ? null : parameterStore.getValue(bias, device, training);
            if (before == after) {
                return convolve(x, w, b, before);
            }
            try (NDArray padded = x.pad(new Shape(before, after), 0)) {
                return convolve(padded, w, b, 0);
            }
        }

        private NDList convolve(NDArray x, NDArray w, @Nullable NDArray b, int padding) {
            return Conv1d.conv1d(
                    x, w, b, new Shape(stride), new Shape(padding), new Shape(dilation));
        }

        private void check(Shape shape) {
            long channels = weight.getShape().get(1);
            if (shape.dimension() != 3 || shape.get(1) != channels || steps(shape.get(2)) < 1) {
                throw new IllegalArgumentException(
                        "This convolution takes sequences (n, "
                                + channels
                                + ", t) of at least "
                                + Math.max(1, (kernel - 1L) * dilation + 1 - before - after)
                                + " steps, got "
                                + shape);
            }
        }

        private long steps(long t) {
            return t < 1
                    ? 0
                    : Math.floorDiv(t + before + after - (kernel - 1L) * dilation - 1, stride) + 1;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape in = inputShapes[0];
            return new Shape[] {new Shape(in.get(0), filters, steps(in.get(2)))};
        }
    }

    private static final class ChannelNorm extends AbstractBlock {

        private final Parameter weight;
        private final Parameter bias;

        ChannelNorm() {
            weight = addParameter(parameter("weight", Parameter.Type.GAMMA));
            bias = addParameter(parameter("bias", Parameter.Type.BETA));
        }

        @Override
        protected void prepare(Shape[] inputShapes) {
            Shape channels = new Shape(inputShapes[0].get(1));
            weight.setShape(channels);
            bias.setShape(channels);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            NDArray x = Layers.floats(inputs.singletonOrThrow());
            long channels = weight.getShape().get(0);
            require(
                    x.getShape().dimension() == 3 && x.getShape().get(1) == channels,
                    "This normalisation takes sequences (n, " + channels + ", t)",
                    x.getShape());
            NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
            NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
            return new NDList(NORM.apply("channels", x, w, b));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        return Parameter.builder().setName(name).setType(type).build();
    }
}
