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
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * One linear layer and a sigmoid, the encoder of early auto-encoders: samples (n, ...) to
 * activations (n, units) from 0 to 1.
 */
public final class SigmoidLayer extends AbstractBlock {

    private final Block linear;

    /**
     * With new parameters.
     *
     * @param units features that come out, at least 1
     */
    public SigmoidLayer(long units) {
        linear = addChildBlock("linear", Layers.linear(units, true));
    }

    /** The matrix {@code (units, k)}, for samples of k numbers. */
    public Parameter weight() {
        return linear.getDirectParameters().get("weight");
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        try (NDArray rows = x.reshape(x.getShape().get(0), -1);
                NDArray y =
                        linear.forward(parameterStore, new NDList(rows), training)
                                .singletonOrThrow()) {
            return new NDList(Activation.sigmoid(y));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        linear.initialize(manager, dataType, flat(inputShapes[0]));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return linear.getOutputShapes(new Shape[] {flat(inputShapes[0])});
    }

    private static Shape flat(Shape shape) {
        return new Shape(shape.get(0), shape.slice(1).size());
    }
}
