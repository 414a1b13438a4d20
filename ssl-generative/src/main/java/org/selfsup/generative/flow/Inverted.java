package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** A flow run backwards: what led to codes leads to samples. */
public final class Inverted extends Flow {

    private final Flow flow;

    /**
     * Turns a flow round.
     *
     * @param flow one whose codes are shaped as its samples
     */
    public Inverted(Flow flow) {
        this.flow = addChildBlock("flow", flow);
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return flow.toData(given, x);
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return flow.toLatent(given, z);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        flow.initialize(manager, dataType, inputShapes);
    }
}
