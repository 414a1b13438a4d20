package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a WaveNet, their dilations doubling from 1 on in every stack: from (n, r, t) and
 * perhaps a condition to the sum of their skips, (n, s, t).
 */
final class WaveNetLayers extends AbstractBlock {

    private final List<Block> layers = new ArrayList<>();

    WaveNetLayers(WaveNet.Config config, boolean conditional) {
        int count = config.stacks() * config.layers();
        for (int i = 0; i < count; i++) {
            layers.add(
                    addChildBlock(
                            "layer" + i,
                            new WaveNetLayer(
                                    config.width(),
                                    config.skips(),
                                    config.dilation(i),
                                    i == count - 1,
                                    conditional)));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.head();
        NDArray sum = null;
        for (Block layer : layers) {
            NDList given = new NDList(x);
            given.addAll(inputs.subNDList(1));
            NDList both = layer.forward(parameterStore, given, training);
            x = both.get(0);
            sum = sum == null ? both.get(1) : sum.add(both.get(1));
        }
        return new NDList(sum);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        layers.forEach(layer -> layer.initialize(manager, dataType, inputShapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {layers.get(0).getOutputShapes(inputShapes)[1]};
    }
}
