package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.selfsup.engine.Autograd;

/**
 * Layers one after another whose outputs all come out, side by side: (n, d) to (n, sum of the
 * layers' widths).
 *
 * <p>Xu et al. 2018, <a href="https://arxiv.org/abs/1806.03536">Representation Learning on Graphs
 * with Jumping Knowledge Networks</a>, the variant by concatenation.
 */
public final class JumpingKnowledge extends GraphLayer {

    /**
     * Chains layers; they are named by their place, from 0.
     *
     * @param layers at least one; none may write over its input
     */
    public JumpingKnowledge(GraphLayer... layers) {
        if (layers.length == 0) {
            throw new IllegalArgumentException(
                    "Jumping knowledge needs at least one layer, got none");
        }
        for (int i = 0; i < layers.length; i++) {
            addChildBlock(String.valueOf(i), layers[i]);
        }
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        NDList outputs = new NDList();
        NDArray current = x;
        for (Block layer : children.values()) {
            current = GraphSequence.apply(layer, parameterStore, current, edges, training);
            outputs.add(current);
        }
        NDArray all = Autograd.concat(outputs, 1);
        outputs.stream().filter(output -> output != x).forEach(NDArray::close);
        return all;
    }

    @Override
    protected long width(long in) {
        long sum = 0;
        Shape[] shapes = {new Shape(1, in)};
        for (Block layer : children.values()) {
            shapes = layer.getOutputShapes(shapes);
            sum += shapes[0].getLastDimension();
        }
        return sum;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Sequence.initialize(children.values(), manager, dataType, inputShapes[0]);
    }
}
