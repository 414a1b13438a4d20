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
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * Pictures as grids of patches that may overlap, each encoded by itself: (n, c, h, w) to the map
 * (n, d, rows, columns). Rows and columns of the picture that fill no patch are left out.
 */
public final class PatchEncoder extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def cut(self, x: Tensor, size: Tensor, stride: Tensor) -> Tensor:
                      y = x.unfold(2, int(size), int(stride)).unfold(3, int(size), int(stride))
                      return y.permute(0, 2, 3, 4, 5, 1).flatten(0, 2).permute(0, 3, 1, 2)
                    """);

    private final Block each;
    private final int size;
    private final int stride;

    /**
     * Puts the parts together.
     *
     * @param each encodes patches, (n, c, size, size) to (n, d)
     * @param size rows and columns of a patch, at least 1
     * @param stride pixels from a patch to the next, at least 1; half the size in CPC
     */
    public PatchEncoder(Block each, int size, int stride) {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "Patches have a size and a stride of at least 1, got "
                            + size
                            + " and "
                            + stride);
        }
        this.each = addChildBlock("patch", each);
        this.size = size;
        this.stride = stride;
    }

    /**
     * An encoder (n, c, h, w) to (n, d), the mean over all patches. Its block {@code codes} gives
     * the map.
     */
    public static Sequence mean(Block each, int size, int stride) {
        return new Sequence()
                .add("codes", new PatchEncoder(each, size, stride))
                .add("mean", Layers.globalAveragePool());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Shape map = getOutputShapes(new Shape[] {x.getShape()})[0];
        try (NDArray sizes = Numbers.of(x.getManager(), size);
                NDArray strides = Numbers.of(x.getManager(), stride);
                NDArray patches = OPS.apply("cut", x, sizes, strides);
                NDArray codes =
                        each.forward(parameterStore, new NDList(patches), training)
                                .singletonOrThrow();
                NDArray grid = codes.reshape(map.get(0), map.get(2), map.get(3), map.get(1))) {
            return new NDList(grid.transpose(0, 3, 1, 2));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        each.initialize(manager, dataType, patches(inputShapes[0]));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        long d = each.getOutputShapes(new Shape[] {patches(in)})[0].get(1);
        return new Shape[] {new Shape(in.get(0), d, count(in.get(2)), count(in.get(3)))};
    }

    private Shape patches(Shape in) {
        if (in.dimension() != 4 || in.get(2) < size || in.get(3) < size) {
            throw new IllegalArgumentException(
                    "Patches of "
                            + size
                            + " x "
                            + size
                            + " are cut from images (n, c, h, w) at least as large, got "
                            + in);
        }
        return new Shape(in.get(0), in.get(1), size, size);
    }

    private long count(long pixels) {
        return (pixels - size) / stride + 1;
    }
}
