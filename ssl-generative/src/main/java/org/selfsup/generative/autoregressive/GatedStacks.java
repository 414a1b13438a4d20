package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated layers upon one another, the first with a window of 7 x 7, the others of 3 x 3: from (n, c,
 * h, w) and perhaps a condition (n, k) to the maps (n, p, h, w) of the horizontal stack.
 */
final class GatedStacks extends AbstractBlock {

    private final List<Block> layers = new ArrayList<>();

    GatedStacks(int width, int count, int groups, boolean conditional) {
        for (int i = 0; i < count; i++) {
            boolean first = i == 0;
            GatedLayer layer = new GatedLayer(width, first ? 7 : 3, groups, first, conditional);
            layers.add(addChildBlock("layer" + i, layer));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList stacks = new NDList(inputs.head(), inputs.head());
        for (Block layer : layers) {
            NDList given = new NDList(stacks);
            given.addAll(inputs.subNDList(1));
            NDList read = stacks;
            stacks = layer.forward(parameterStore, given, training);
            if (read.head() != inputs.head()) {
                read.close();
            }
        }
        stacks.get(0).close();
        return new NDList(stacks.get(1));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = given(new Shape[] {inputShapes[0], inputShapes[0]}, inputShapes);
        for (Block layer : layers) {
            layer.initialize(manager, dataType, shapes);
            shapes = given(layer.getOutputShapes(shapes), inputShapes);
        }
    }

    private static Shape[] given(Shape[] stacks, Shape[] inputs) {
        Shape[] shapes = Arrays.copyOf(stacks, 1 + inputs.length);
        System.arraycopy(inputs, 1, shapes, 2, inputs.length - 1);
        return shapes;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] both = {inputShapes[0], inputShapes[0]};
        return new Shape[] {layers.get(0).getOutputShapes(both)[1]};
    }
}
