package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.RandomUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Randomness;
import org.selfsup.engine.LibTorch;

/**
 * First values for the parameters of a block, as a function of the seed and of each parameter's
 * dotted name only: the order does not matter, and a head added to an encoder leaves the encoder's
 * values as they were.
 *
 * <p>Parameters that declare a {@link Distribution} get the same bits everywhere. DJL's own random
 * initialisers draw from libtorch's generator, which is seeded alike and stays so: the same on one
 * kind of device.
 */
public final class Initialization {

    private Initialization() {}

    /**
     * Makes and fills the arrays of a block; those it has already stay as they are. They require a
     * gradient where the parameter says so.
     *
     * @param block any block whose children exist before it is initialised
     * @param seed the same seed gives the same values
     * @param manager owner of the arrays; its device is where they live
     * @param inputs shapes the block will see; n may be any number
     */
    public static void initialize(Block block, long seed, NDManager manager, Shape... inputs) {
        Map<String, Parameter> parameters = StateDict.parameters(block);
        Map<Parameter, Initializer> declared = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) -> {
                    Initializer initializer = parameter.getInitializer();
                    if (parameter.isInitialized() || initializer == null) {
                        return;
                    }
                    declared.put(parameter, initializer);
                    Parameter weight = parameters.get(name.replaceFirst("bias$", "weight"));
                    long own = Randomness.seed(seed, name);
                    parameter.setInitializer(
                            (m, shape, type) ->
                                    initializer instanceof Distribution distribution
                                            ? draw(distribution, shape, weight, own, type, m)
                                            : seeded(initializer, own, m, shape, type));
                });
        try {
            block.initialize(manager, DataType.FLOAT32, inputs);
        } finally {
            declared.forEach(Parameter::setInitializer);
        }
    }

    /**
     * Declares that a block shall start from the values of another: a trained network as a part of
     * something that is yet to be initialised.
     *
     * @param block without values yet
     * @param values an initialised block with the same parameters by name; it may end at once
     * @throws IllegalArgumentException if it has other parameters
     */
    public static void startFrom(Block block, Block values) {
        Map<String, Parameter> known = StateDict.parameters(values);
        Map<String, Parameter> parameters = StateDict.parameters(block);
        if (!known.keySet().equals(parameters.keySet())) {
            throw new IllegalArgumentException(
                    "A block starts from one with the same parameters, "
                            + parameters.keySet()
                            + ", got "
                            + known.keySet());
        }
        parameters.forEach(
                (name, parameter) -> {
                    Parameter value = Objects.requireNonNull(known.get(name));
                    float[] copy = value.getArray().toFloatArray();
                    parameter.setInitializer(
                            (manager, shape, type) -> array(copy, shape, type, manager));
                });
    }

    private static NDArray draw(
            Distribution distribution,
            Shape shape,
            @Nullable Parameter weight,
            long seed,
            DataType type,
            NDManager manager) {
        Shape fans = weight == null ? shape : weight.getShape();
        float[] values = distribution.draw(shape, fans, new SplittableRandom(seed));
        return array(values, shape, type, manager);
    }

    /** An array in libtorch's own memory; DJL's would be a window on a Java buffer. */
    static NDArray array(float[] values, Shape shape, DataType type, NDManager manager) {
        NDArray array = empty(shape, type, manager);
        try (NDArray window = manager.create(values, shape)) {
            array.set(new NDIndex("..."), window);
        }
        return array;
    }

    /** Weights of convolutions lie as their images do, channels last, so that none is reordered. */
    private static NDArray empty(Shape shape, DataType type, NDManager manager) {
        if (shape.dimension() != 4) {
            return manager.create(shape, type);
        }
        Shape last = new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1));
        try (NDArray memory = manager.create(last, type)) {
            return memory.transpose(0, 3, 1, 2);
        }
    }

    private static NDArray seeded(
            Initializer initializer, long seed, NDManager manager, Shape shape, DataType type) {
        LibTorch.seed(seed);
        RandomUtils.RANDOM.setSeed(seed);
        return initializer.initialize(manager, shape, type);
    }
}
