package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import org.selfsup.engine.TorchScript;

/**
 * Graph convolution, (n, d) to (n, units).
 *
 * <pre>{@code
 * Y = A^ X W + b,   A^ = D^-1/2 (A + I) D^-1/2,   D the row sums of A + I      (eq. 2)
 * }</pre>
 *
 * <p>A has the edges' weights, A_ij that of the edge from j to i, whose gradient is computed if it
 * is asked for. As in PyTorch Geometric, a node that has a self loop keeps its weight and gets none
 * of weight 1 added. Parameters are named as there: {@code lin.weight}, {@code bias}.
 *
 * <p>Kipf and Welling 2017, <a href="https://arxiv.org/abs/1609.02907">Semi-Supervised
 * Classification with Graph Convolutional Networks</a>.
 */
public final class GcnLayer extends GraphLayer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def normalized(self, z: Tensor, source: Tensor, target: Tensor, offsets: Tensor, weights: Tensor) -> Tensor:
                      loop = torch.eq(source, target)
                      between = torch.masked_fill(weights, loop, 0.)
                      zero = torch.new_zeros(weights, [torch.size(z, 0)])
                      loops = torch.scatter_add(zero, 0, target, torch.sub(weights, between))
                      has = torch.gt(torch.scatter_add(zero, 0, target, torch.type_as(loop, weights)), 0)
                      own = torch.where(has, loops, torch.ones_like(zero))
                      degree = torch.add(torch.scatter_add(zero, 0, target, between), own)
                      linked = torch.gt(degree, 0)
                      root = torch.rsqrt(torch.where(linked, degree, torch.ones_like(zero)))
                      scale = torch.unsqueeze(torch.where(linked, root, zero), 1)
                      x = torch.mul(scale, z)
                      y, a, b, c = torch.embedding_bag(x, source, offsets, False, 0, False, between, True)
                      return torch.mul(scale, torch.addcmul(y, torch.unsqueeze(own, 1), x))
                    def sparse(self, x: Tensor) -> Tensor:
                      rare = torch.lt(torch.mul(torch.count_nonzero(x), 16), torch.numel(x))
                      if x.requires_grad:
                        r = torch.zeros_like(rare)
                      else:
                        r = rare
                      return r
                    def named_rows(self, x: Tensor, weight: Tensor) -> Tensor:
                      where = torch.nonzero(x)
                      counts = torch.bincount(torch.select(where, 1, 0), None, torch.size(x, 0))
                      offsets = torch.constant_pad_nd(torch.cumsum(counts, 0), [1, 0], 0)
                      column = torch.contiguous(torch.select(where, 1, 1))
                      value = torch.masked_select(x, torch.ne(x, 0))
                      w = torch.contiguous(torch.t(weight))
                      y, a, b, c = torch.embedding_bag(w, column, offsets, False, 0, False, value, True)
                      return y
                    """);

    private final long units;
    private final boolean normalized;
    private final Block linear;
    private final Parameter bias;

    /**
     * The convolution of the paper.
     *
     * @param units features that come out
     */
    public GcnLayer(long units) {
        this(units, true);
    }

    private GcnLayer(long units, boolean normalized) {
        this.units = units;
        this.normalized = normalized;
        linear =
                addChildBlock(
                        "lin",
                        Layers.started(Layers.linear(units, false), new Distribution.Glorot()));
        bias = addParameter(bias(units));
    }

    /** A bias that starts at 0. */
    static Parameter bias(long units) {
        return Parameter.builder()
                .setName("bias")
                .setType(Parameter.Type.BIAS)
                .optShape(new Shape(units))
                .optInitializer(Initializer.ZEROS)
                .build();
    }

    /**
     * A convolution that takes the weights as they are, Y = A X W + b: for graphs whose weights are
     * a diffusion.
     */
    public static GcnLayer unnormalized(long units) {
        return new GcnLayer(units, false);
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
        try (NDArray z = project(parameterStore, x, training); // (n, units)
                NDArray sum = normalized ? normalized(z, edges) : edges.sum(z)) {
            return sum.add(b);
        }
    }

    /** X W. Bags of words are nearly all zeros: then only the rows of W they name are summed. */
    private NDArray project(ParameterStore parameterStore, NDArray x, boolean training) {
        Parameter weight = linear.getDirectParameters().get("weight");
        if (x.getShape().get(1) == weight.getShape().get(1) && x.getShape().size() > 0) {
            try (NDArray sparse = OPS.apply("sparse", x)) {
                if (sparse.getBoolean()) {
                    NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
                    return OPS.apply("named_rows", x, w);
                }
            }
        }
        return linear.forward(parameterStore, new NDList(x), training).singletonOrThrow();
    }

    private static NDArray normalized(NDArray z, Edges edges) {
        return OPS.apply(
                "normalized", z, edges.source(), edges.target(), edges.offsets(), edges.weights());
    }

    @Override
    protected long width(long in) {
        return units;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        linear.initialize(manager, dataType, inputShapes[0]);
    }
}
