package org.selfsup.generative.autoregressive;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;

/** An initialised network and the arrays of one test. */
final class PixelRun implements AutoCloseable {

    final NDManager manager = LibTorch.newManager(Device.cpu());
    final Pass pass = new Pass(manager, false, 0, 1);

    /** A block initialised for inputs. */
    <B extends Block> B ready(B block, Shape... inputs) {
        Initialization.initialize(block, 1, manager, inputs);
        return block;
    }

    /** A model whose trained parameters are moved away from where they start. */
    <M extends PixelModel> M ready(M model) {
        model.initialize(1, manager, new Shape(1));
        Random random = new Random(3);
        for (Parameter parameter : StateDict.parameters(model.networks()).values()) {
            if (parameter.requiresGradient()) {
                try (Autograd off = Autograd.off();
                        NDArray noise = normal(random, 0.3, parameter.getShape())) {
                    parameter.getArray().addi(noise);
                }
            }
        }
        return model;
    }

    NDArray forward(Block block, NDArray... inputs) {
        return block.forward(new ParameterStore(manager, false), new NDList(inputs), false)
                .singletonOrThrow();
    }

    NDArray normal(long... shape) {
        return normal(new Random(1), 1, new Shape(shape));
    }

    private NDArray normal(Random random, double std, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return manager.create(values, shape);
    }

    /** Whole numbers below a bound. */
    NDArray levels(int bound, long... shape) {
        Random random = new Random(2);
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return manager.create(values, new Shape(shape));
    }

    /**
     * How a part of an output depends on the input: absolute gradients, shaped as the input.
     *
     * @param x requires a gradient
     * @param some part of what was computed from it
     */
    static NDArray dependence(NDArray x, NDArray some) {
        // Squares, so that parts do not cancel.
        NDArray sum = some.square().sum();
        return Autograd.gradientsKeepingGraph(
                        new NDList(sum), new NDList(sum.onesLike()), new NDList(x))
                .head()
                .abs();
    }

    @Override
    public void close() {
        manager.close();
    }
}
