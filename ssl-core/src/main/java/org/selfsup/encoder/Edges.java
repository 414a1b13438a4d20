package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * The edges of a graph, checked and ordered by their targets, along which nodes send messages.
 *
 * <p>A sum of messages is one fused operator, libtorch's embedding bag: it writes no array of e
 * rows, gives gradients to nodes and weights, and gives the same bits on any run, with several
 * threads too.
 */
public final class Edges implements AutoCloseable {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def check(self, edges: Tensor) -> Tensor:
                      target = torch.select(edges, 0, 1)
                      least = torch.min(edges)
                      most = torch.max(edges)
                      steps = torch.diff(target)
                      back = torch.sum(torch.lt(steps, 0))
                      return torch.stack([least, most, back])
                    def order(self, target: Tensor) -> Tensor:
                      values, order = torch.sort(target, stable=True, dim=0, descending=False)
                      return order
                    def select(self, values: Tensor, order: Tensor) -> Tensor:
                      return torch.index_select(values, -1, order)
                    def ends(self, edges: Tensor, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
                      source = torch.contiguous(torch.select(edges, 0, 0))
                      target = torch.contiguous(torch.select(edges, 0, 1))
                      counts = torch.bincount(target, None, torch.size(x, 0))
                      offsets = torch.constant_pad_nd(torch.cumsum(counts, 0), [1, 0], 0)
                      return (source, target, offsets)
                    def ones(self, x: Tensor, source: Tensor) -> Tensor:
                      return torch.new_ones(x, [torch.size(source, 0)])
                    def sum(self, x: Tensor, source: Tensor, offsets: Tensor, weights: Tensor) -> Tensor:
                      y, a, b, c = torch.embedding_bag(x, source, offsets, False, 0, False, weights, True)
                      return y
                    """);

    private final NDArray source;
    private final NDArray target;
    private final NDArray offsets;
    private final NDArray weights;
    private final boolean ownWeights;

    private Edges(
            NDArray source, NDArray target, NDArray offsets, NDArray weights, boolean ownWeights) {
        this.source = source;
        this.target = target;
        this.offsets = offsets;
        this.weights = weights;
        this.ownWeights = ownWeights;
    }

    /**
     * Checks the inputs of a layer.
     *
     * @param inputs nodes {@code (n, d)}, float32; edges {@code (2, e)}, int64, sources then
     *     targets, fastest if the targets rise; perhaps weights {@code (e)}, float32, 1 if there
     *     are none; what follows is not looked at
     * @throws IllegalArgumentException if shapes or types are others, or an edge leaves the graph
     */
    static Edges of(NDList inputs) {
        NDArray x = inputs.head();
        NDArray edges = inputs.size() > 1 ? inputs.get(1) : x;
        NDArray weights = inputs.size() > 2 ? inputs.get(2) : null;
        check(x, edges, weights);
        long n = x.getShape().get(0);
        NDArray order = null;
        if (edges.getShape().get(1) > 0) {
            try (NDArray facts = OPS.apply("check", edges)) {
                long[] extremes = facts.toLongArray();
                if (extremes[0] < 0 || extremes[1] >= n) {
                    throw new IllegalArgumentException(
                            "Edges run between the nodes 0 to %d, got one with node %d"
                                    .formatted(n - 1, extremes[0] < 0 ? extremes[0] : extremes[1]));
                }
                if (extremes[2] > 0) {
                    try (NDArray targets = edges.get(1)) {
                        order = OPS.apply("order", targets);
                    }
                }
            }
        }
        NDArray sorted = order == null ? edges : OPS.apply("select", edges, order);
        NDList ends = OPS.call("ends", sorted, x);
        boolean own = weights == null || order != null;
        NDArray weight =
                weights == null
                        ? OPS.apply("ones", x, ends.get(0))
                        : order == null ? weights : OPS.apply("select", weights, order);
        if (order != null) {
            sorted.close();
            order.close();
        }
        return new Edges(ends.get(0), ends.get(1), ends.get(2), weight, own);
    }

    private static void check(NDArray x, NDArray edges, @Nullable NDArray weights) {
        Shape nodes = x.getShape();
        Shape pairs = edges.getShape();
        if (nodes.dimension() != 2
                || x.getDataType() != DataType.FLOAT32
                || pairs.dimension() != 2
                || pairs.get(0) != 2
                || edges.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException(
                    "A graph layer takes nodes (n, d) of type float32 and edges (2, e) of type int64, got "
                            + x.getDataType()
                            + " "
                            + nodes
                            + " and "
                            + edges.getDataType()
                            + " "
                            + pairs);
        }
        if (weights != null
                && (!weights.getShape().equals(new Shape(pairs.get(1)))
                        || weights.getDataType() != DataType.FLOAT32)) {
            throw new IllegalArgumentException(
                    "The weights of "
                            + pairs.get(1)
                            + " edges are one float32 each, got "
                            + weights.getDataType()
                            + " "
                            + weights.getShape());
        }
    }

    /** Where each edge starts, {@code (e)}. */
    public NDArray source() {
        return source;
    }

    /** Where each edge ends, {@code (e)}, in rising order. */
    public NDArray target() {
        return target;
    }

    /** The first edge into each node, and e at the end, {@code (n + 1)}. */
    public NDArray offsets() {
        return offsets;
    }

    /** The weight of each edge, {@code (e)}. */
    public NDArray weights() {
        return weights;
    }

    /**
     * What every node receives if each edge carries the row of its source times its weight.
     *
     * @param x {@code (n, d)}
     * @return {@code (n, d)}, 0 for a node without edges into it
     */
    public NDArray sum(NDArray x) {
        return OPS.apply("sum", x, source, offsets, weights);
    }

    /** Closes what was made here; the graph's own arrays stay. */
    @Override
    public void close() {
        source.close();
        target.close();
        offsets.close();
        if (ownWeights) {
            weights.close();
        }
    }
}
