package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Named blocks, one after another.
 *
 * <p>The output of a block is closed as soon as the next one has read it: the engine frees nothing
 * by itself, and libtorch keeps what the backward pass needs. The input is never closed, nor an
 * array that is part of the result. A block that keeps its output for later does not belong here.
 */
public final class Sequence extends AbstractBlock {

    /** Nothing yet: an empty sequence returns its input. */
    public Sequence() {}

    /**
     * Appends a block.
     *
     * @param name its part of the parameters' dotted names (see {@link StateDict}): not empty,
     *     without a dot, given to no other block here
     * @param block what comes next
     * @return this
     */
    public Sequence add(String name, Block block) {
        StateDict.checkName(this, name);
        addChildBlock(name, block);
        return this;
    }

    /**
     * Appends a block named by its place, from 0.
     *
     * @return this
     */
    public Sequence add(Block block) {
        return add(String.valueOf(children.size()), block);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return run(children.values(), parameterStore, inputs, training, params);
    }

    /** Runs blocks one after another, closing what each has read except the inputs. */
    static NDList run(
            Iterable<Block> blocks,
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList current = inputs;
        for (Block block : blocks) {
            NDList read = current;
            current = block.forward(parameterStore, read, training, params);
            for (NDArray array : read) {
                if (!holds(inputs, array) && !holds(current, array)) {
                    array.close();
                }
            }
        }
        return current;
    }

    /** By identity: an array equals another of the same content. */
    private static boolean holds(NDList list, NDArray array) {
        for (NDArray other : list) {
            if (other == array) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        initialize(children.values(), manager, dataType, inputShapes);
    }

    /** Initialises blocks, each for what the one before gives. */
    static void initialize(
            Iterable<Block> blocks, NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block block : blocks) {
            block.initialize(manager, dataType, shapes);
            shapes = block.getOutputShapes(shapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block child : children.values()) {
            shapes = child.getOutputShapes(shapes);
        }
        return shapes;
    }
}
