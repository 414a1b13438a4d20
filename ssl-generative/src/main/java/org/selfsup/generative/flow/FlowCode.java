package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A flow as encoder: its codes, laid flat. */
final class FlowCode extends AbstractBlock {

    private final Flow flow;

    FlowCode(Flow flow) {
        this.flow = addChildBlock("flow", flow);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList mapped = flow.forward(parameterStore, inputs, training);
        mapped.get(1).close();
        try (NDArray z = mapped.get(0)) {
            return new NDList(z.reshape(z.getShape().get(0), -1));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        flow.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        return new Shape[] {new Shape(x.get(0), x.size() / x.get(0))};
    }
}
