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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** relu(body(x) + shortcut(x)); the shortcut is x itself where the shapes agree. */
final class Residual extends AbstractBlock {

    private final List<Block> body = new ArrayList<>();
    private final @Nullable Block downsample;

    private Residual(
            int stride, int groups, @Nullable Block downsample, int[] kernels, int[] widths) {
        for (int i = 0; i < kernels.length; i++) {
            int number = i + 1;
            // The stride belongs to the first window that is larger than a pixel.
            boolean strided = kernels[i] == 3 && (i == 0 || kernels[0] == 1);
            body.add(
                    addChildBlock(
                            "conv" + number,
                            ResNet.conv(
                                    widths[i],
                                    kernels[i],
                                    strided ? stride : 1,
                                    kernels[i] == 3 ? groups : 1)));
            body.add(addChildBlock("bn" + number, new BatchNorm()));
            if (number < kernels.length) {
                body.add(addChildBlock("relu" + number, Layers.reluInPlace()));
            }
        }
        this.downsample = downsample == null ? null : addChildBlock("downsample", downsample);
    }

    /** Two 3 x 3 convolutions, the first with the stride. */
    static Residual basic(int width, int stride, @Nullable Block downsample) {
        return new Residual(stride, 1, downsample, new int[] {3, 3}, new int[] {width, width});
    }

    /** 1 x 1, 3 x 3 with the stride and perhaps in groups, and 1 x 1. */
    static Residual bottleneck(
            int width, int groups, int out, int stride, @Nullable Block downsample) {
        return new Residual(
                stride, groups, downsample, new int[] {1, 3, 1}, new int[] {width, width, out});
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (NDArray y =
                Sequence.run(body, parameterStore, inputs, training, params).singletonOrThrow()) {
            if (downsample == null) {
                return new NDList(Layers.addReluInPlace(y, inputs.head()));
            }
            try (NDList shortcut = downsample.forward(parameterStore, inputs, training, params)) {
                return new NDList(Layers.addReluInPlace(y, shortcut.head()));
            }
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block block : body) {
            block.initialize(manager, dataType, shapes);
            shapes = block.getOutputShapes(shapes);
        }
        if (downsample != null) {
            downsample.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] shapes = inputShapes;
        for (Block block : body) {
            shapes = block.getOutputShapes(shapes);
        }
        return shapes;
    }
}
