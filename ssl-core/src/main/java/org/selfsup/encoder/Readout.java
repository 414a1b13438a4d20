package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.TorchScript;

/** From the nodes of several graphs to one row a graph; a graph without nodes gives zeros. */
public enum Readout {
    /** The sum over the nodes, which tells graphs of different sizes apart. */
    SUM(0),
    /** The mean over the nodes. */
    MEAN(1),
    /** The largest value of each feature. */
    MAX(2);

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def read(self, x: Tensor, sizes: Tensor, mode: Tensor) -> Tensor:
                      nodes = torch.cumsum(torch.ones_like(torch.repeat_interleave(sizes)), 0)
                      offsets = torch.constant_pad_nd(torch.cumsum(sizes, 0), [1, 0], 0)
                      m = int(torch.item(mode))
                      y, a, b, c = torch.embedding_bag(x, torch.sub(nodes, 1), offsets, False, m, False, None, True)
                      return y
                    """);

    private final int mode; // of libtorch's embedding bag

    Readout(int mode) {
        this.mode = mode;
    }

    /**
     * Reads out.
     *
     * @param x {@code (n, d)}, float32, the nodes of graph 0 first
     * @param sizes {@code (g)}, int64: how many nodes each graph has
     * @return {@code (g, d)}
     * @throws IllegalArgumentException if the sizes do not add up to n
     */
    public NDArray apply(NDArray x, NDArray sizes) {
        Shape shape = x.getShape();
        long n = 0;
        boolean counts = sizes.getDataType() == DataType.INT64;
        if (counts) {
            for (long size : sizes.toLongArray()) {
                counts &= size >= 0;
                n += size;
            }
        }
        if (shape.dimension() != 2
                || sizes.getShape().dimension() != 1
                || !counts
                || n != shape.get(0)) {
            throw new IllegalArgumentException(
                    "A readout takes nodes (n, d) and int64 sizes (g) that add up to n, got "
                            + shape
                            + " and "
                            + sizes.getDataType()
                            + " "
                            + sizes.getShape()
                            + (counts ? " adding up to " + n : ""));
        }
        try (NDArray number = x.getManager().create(mode)) {
            return OPS.apply("read", x, sizes, number);
        }
    }
}
