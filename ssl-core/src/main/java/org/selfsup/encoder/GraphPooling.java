package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.GraphBatch;

/**
 * An encoder of whole graphs: a network on their nodes, then a readout. The inputs are the four
 * arrays of a {@link GraphBatch} of g graphs; (g, d) comes out.
 */
public final class GraphPooling extends AbstractBlock {

    private final GraphLayer nodes;
    private final Readout readout;

    /**
     * Puts the parts together.
     *
     * @param nodes (n, f) to (n, d), child {@code nodes}
     * @param readout (n, d) to (g, d)
     */
    public GraphPooling(GraphLayer nodes, Readout readout) {
        this.nodes = addChildBlock("nodes", nodes);
        this.readout = readout;
    }

    /** The network on the nodes. */
    public GraphLayer nodes() {
        return nodes;
    }

    /** From nodes to graphs. */
    public Readout readout() {
        return readout;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        if (inputs.size() != GraphBatch.ARRAYS) {
            throw new IllegalArgumentException(
                    "An encoder of graphs takes features, edges, weights and sizes, got "
                            + inputs.size()
                            + " arrays");
        }
        NDArray x = nodes.forward(parameterStore, inputs, training).singletonOrThrow();
        NDArray y = readout.apply(x, inputs.get(3));
        if (x != inputs.head()) {
            x.close();
        }
        return new NDList(y);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return nodes.getOutputShapes(inputShapes);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        nodes.initialize(manager, dataType, inputShapes[0]);
    }
}
