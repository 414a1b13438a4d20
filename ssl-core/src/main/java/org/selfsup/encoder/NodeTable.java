package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * A vector of its own for each node of one graph, (n, f) to (n, d): what is learnt of the nodes
 * where their features are not looked at.
 */
public final class NodeTable extends GraphLayer {

    private final long nodes;
    private final long width;
    private final Parameter weight;

    /**
     * A table of random numbers, N(0, 0.1^2).
     *
     * @param nodes n, at least 1
     * @param width d, at least 1
     */
    public NodeTable(long nodes, long width) {
        if (nodes < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A table has at least 1 node and 1 number a node, got "
                            + nodes
                            + " and "
                            + width);
        }
        this.nodes = nodes;
        this.width = width;
        weight = addParameter(Layers.parameter("weight", Parameter.Type.WEIGHT, true));
        weight.setShape(new Shape(nodes, width));
        weight.setInitializer(new Distribution.Normal(0.1));
    }

    /**
     * A table that starts from vectors learnt before.
     *
     * @param rows {@code (n, d)}, row by row
     * @param width d
     */
    public static NodeTable of(float[] rows, int width) {
        NodeTable table = new NodeTable(rows.length / width, width);
        float[] values = rows.clone();
        table.weight.setInitializer(
                (manager, shape, type) -> Initialization.array(values, shape, type, manager));
        return table;
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        if (x.size(0) != nodes) {
            throw new IllegalArgumentException(
                    "This table has vectors of "
                            + nodes
                            + " nodes, got a graph of "
                            + x.size(0)
                            + "; it knows the graph it was trained on and no other");
        }
        // Another name for the table, which whoever reads it may close.
        return parameterStore
                .getValue(weight, x.getDevice(), training)
                .reshape(new Shape(nodes, width));
    }

    @Override
    protected long width(long in) {
        return width;
    }
}
