package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;

/**
 * Named blocks on the nodes of one graph, one after another: a {@link GraphLayer} sees nodes and
 * edges, any other block, such as an activation or a norm, the nodes (n, d) alone.
 *
 * <p>The edges are checked once. As in a {@link Sequence}, an output is closed as soon as the next
 * block has read it.
 */
public final class GraphSequence extends GraphLayer {

    /** Nothing yet: an empty sequence returns its nodes. */
    public GraphSequence() {}

    /**
     * Appends a block.
     *
     * @param name its part of the parameters' dotted names, see {@link Sequence#add(String, Block)}
     * @param block what comes next
     * @return this
     */
    public GraphSequence add(String name, Block block) {
        StateDict.checkName(this, name);
        addChildBlock(name, block);
        return this;
    }

    /**
     * Appends a block named by its place, from 0.
     *
     * @return this
     */
    public GraphSequence add(Block block) {
        return add(String.valueOf(children.size()), block);
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        NDArray current = x;
        for (Block block : children.values()) {
            NDArray read = current;
            current = apply(block, parameterStore, read, edges, training);
            if (read != x && read != current) {
                read.close();
            }
        }
        return current;
    }

    /** What a block makes of the nodes. */
    static NDArray apply(
            Block block, ParameterStore store, NDArray x, Edges edges, boolean training) {
        return block instanceof GraphLayer layer
                ? layer.propagate(store, x, edges, training)
                : block.forward(store, new NDList(x), training).singletonOrThrow();
    }

    @Override
    protected long width(long in) {
        Shape[] shapes = {new Shape(1, in)};
        for (Block child : children.values()) {
            shapes = child.getOutputShapes(shapes);
        }
        return shapes[0].getLastDimension();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Sequence.initialize(children.values(), manager, dataType, inputShapes[0]);
    }
}
