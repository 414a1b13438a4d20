package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** Flows one after another, from the samples on: z = f_k(... f_1(x)). */
public final class FlowSequence extends Flow {

    private final List<Flow> flows = new ArrayList<>();

    /** Nothing yet: an empty sequence is the identity. */
    public FlowSequence() {}

    /**
     * Appends a flow, named by its place from 0.
     *
     * @param flow takes what the one before gives
     * @return this
     */
    public FlowSequence add(Flow flow) {
        addChildBlock(String.valueOf(flows.size()), flow);
        flows.add(flow);
        return this;
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return run(flows, (flow, value) -> flow.toLatent(given, value), x);
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        List<Flow> backwards = new ArrayList<>(flows);
        Collections.reverse(backwards);
        return run(backwards, (flow, value) -> flow.toData(given, value), z);
    }

    /** Closes what each flow has read, as the engine keeps what the backward pass needs. */
    private static Mapped run(
            List<Flow> flows, BiFunction<Flow, NDArray, Mapped> map, NDArray input) {
        NDArray value = input;
        NDArray sum = input.getManager().zeros(new Shape(input.getShape().get(0)));
        for (Flow flow : flows) {
            NDArray read = value;
            Mapped mapped = map.apply(flow, read);
            value = mapped.value();
            try (NDArray before = sum;
                    NDArray own = mapped.logDeterminant()) {
                sum = before.add(own);
            }
            if (read != input && read != value) {
                read.close();
            }
        }
        return new Mapped(value, sum);
    }

    @Override
    protected Shape latentShape(Shape x) {
        Shape shape = x;
        for (Flow flow : flows) {
            shape = flow.latentShape(shape);
        }
        return shape;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes.clone();
        for (Block flow : flows) {
            flow.initialize(manager, dataType, shapes);
            shapes[0] = flow.getOutputShapes(shapes)[0];
        }
    }
}
