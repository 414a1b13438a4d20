package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;
import org.selfsup.engine.Troubleshooting;

/**
 * Batch normalisation of (n, c) or (n, c, ...), with PyTorch's names and conventions.
 *
 * <pre>{@code y = (x - mean) / sqrt(var + 1e-5) * weight + bias }</pre>
 *
 * <p>In training mean and variance are those of the batch, per channel, and the running statistics
 * keep 0.9 of their old value (the running variance takes the unbiased variance of the batch);
 * otherwise they are the running statistics.
 *
 * <p>DJL's block does the same between two transpositions, keeps a weight and a bias where there
 * should be none, and fails in native code on a batch of one.
 *
 * <p>Ioffe and Szegedy 2015, <a href="https://arxiv.org/abs/1502.03167">Batch Normalization</a>.
 */
public final class BatchNorm extends AbstractBlock {

    private static final float MOMENTUM = 0.9f;
    private static final float EPSILON = 1e-5f;

    private static final TorchScript PLAIN =
            new TorchScript(
                    """
                    def train(self, x: Tensor, mean: Tensor, var: Tensor) -> Tensor:
                      return torch.batch_norm(x, None, None, mean, var, True, 0.1, 1e-05, True)
                    def eval(self, x: Tensor, mean: Tensor, var: Tensor) -> Tensor:
                      return torch.batch_norm(x, None, None, mean, var, False, 0.1, 1e-05, True)
                    """);

    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;

    /** With weight and bias. */
    public BatchNorm() {
        this(true);
    }

    /**
     * With or without weight and bias.
     *
     * @param affine whether there are a weight, 1 at first, and a bias, 0 at first
     */
    public BatchNorm(boolean affine) {
        weight = affine ? parameter("weight", Parameter.Type.GAMMA, true) : null;
        bias = affine ? parameter("bias", Parameter.Type.BETA, true) : null;
        runningMean = parameter("running_mean", Parameter.Type.RUNNING_MEAN, false);
        runningVar = parameter("running_var", Parameter.Type.RUNNING_VAR, false);
    }

    private Parameter parameter(String name, Parameter.Type type, boolean trained) {
        return addParameter(Layers.parameter(name, type, trained));
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape channels = new Shape(inputShapes[0].get(1));
        parameters.values().forEach(parameter -> parameter.setShape(channels));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        check(x.getShape(), training);
        Device device = x.getDevice();
        NDArray mean = parameterStore.getValue(runningMean, device, training);
        NDArray var = parameterStore.getValue(runningVar, device, training);
        if (weight == null || bias == null) {
            return new NDList(PLAIN.apply(training ? "train" : "eval", x, mean, var));
        }
        NDArray gamma = parameterStore.getValue(weight, device, training);
        NDArray beta = parameterStore.getValue(bias, device, training);
        // Axis -1 is DJL's way to say: channels are where libtorch expects them.
        return ai.djl.nn.norm.BatchNorm.batchNorm(
                x, mean, var, gamma, beta, -1, MOMENTUM, EPSILON, training);
    }

    private void check(Shape shape, boolean training) {
        long channels = runningMean.getShape().get(0);
        if (shape.dimension() < 2 || shape.get(1) != channels) {
            throw new IllegalArgumentException(
                    "This BatchNorm takes arrays of " + channels + " channels, got " + shape);
        }
        if (training && shape.size() <= channels) {
            throw new IllegalArgumentException(
                    Troubleshooting.BATCH_SIZE.of(
                            "BatchNorm cannot train on one value per channel, as in "
                                    + shape
                                    + ": use at least two samples in a batch, and in a part or"
                                    + " chunk of it"));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
