package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/** An initialised block and the arrays of one test. */
final class Forward implements AutoCloseable {

    final NDManager parameters = LibTorch.newManager(Device.cpu());
    final NDManager arrays = LibTorch.newManager(Device.cpu());
    final ParameterStore store = new ParameterStore(parameters, false);
    final Block block;

    Forward(Block block, long... input) {
        this.block = block;
        Initialization.initialize(block, 1, parameters, new Shape(input));
    }

    /** Values of N(0, 1), the same for every call. */
    NDArray input(long... shape) {
        Random random = new Random(1);
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return arrays.create(values, new Shape(shape));
    }

    NDArray train(NDArray x) {
        return block.forward(store, new NDList(x), true).singletonOrThrow();
    }

    NDArray eval(NDArray x) {
        try (Autograd off = Autograd.off()) {
            return block.forward(store, new NDList(x), false).singletonOrThrow();
        }
    }

    float[] gradient(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** How many values are trained. */
    long trained() {
        return StateDict.parameters(block).values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    void assertThatGradientReachesEveryTrainedParameter() {
        StateDict.parameters(block)
                .forEach(
                        (name, parameter) -> {
                            double sum = 0;
                            if (parameter.requiresGradient()) {
                                for (float value : gradient(parameter)) {
                                    sum += Math.abs(value);
                                }
                                assertThat(sum).as(name).isBetween(1e-30, 1e30);
                            }
                        });
    }

    void set(Parameter parameter, float[] values) {
        try (NDArray alias = parameter.getArray().stopGradient();
                NDArray array = arrays.create(values, parameter.getShape())) {
            alias.set(new NDIndex("..."), array);
        }
    }

    @Override
    public void close() {
        arrays.close();
        parameters.close();
    }
}
