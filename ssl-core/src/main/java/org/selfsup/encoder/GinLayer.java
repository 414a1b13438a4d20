package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.selfsup.engine.TorchScript;

/**
 * Graph isomorphism layer, (n, d) to what its network makes of (n, d).
 *
 * <pre>{@code y_i = MLP( (1 + eps) x_i + sum_j w_ij x_j )                             (eq. 4.1) }
 * </pre>
 *
 * <p>The sum is over the edges from j to i. The paper has no weights; those of 1 change nothing.
 * Parameters are named as in PyTorch Geometric: {@code eps}, {@code nn.} and the network's.
 *
 * <p>Xu et al. 2019, <a href="https://arxiv.org/abs/1810.00826">How Powerful are Graph Neural
 * Networks?</a>
 */
public final class GinLayer extends GraphLayer {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def add_self(self, sum: Tensor, x: Tensor, eps: Tensor) -> Tensor:
                      return torch.add(sum, torch.mul(x, torch.add(eps, 1)))
                    """);

    private final Block network;
    private final Parameter epsilon;

    /** eps = 0 and not trained, which the paper calls GIN-0. */
    public GinLayer(Block network) {
        this(network, 0, false);
    }

    /**
     * Any eps.
     *
     * @param network (n, d) to (n, d'), the paper's is an MLP with one hidden layer
     * @param epsilon finite; how much more a node counts than a neighbour
     * @param trained whether eps is trained
     */
    public GinLayer(Block network, float epsilon, boolean trained) {
        if (!Float.isFinite(epsilon)) {
            throw new IllegalArgumentException("GIN's eps is a finite number, got " + epsilon);
        }
        this.network = addChildBlock("nn", network);
        this.epsilon =
                addParameter(
                        Parameter.builder()
                                .setName("eps")
                                .setType(Parameter.Type.OTHER)
                                .optShape(new Shape(1))
                                .optInitializer((m, shape, type) -> m.full(shape, epsilon, type))
                                .optRequiresGrad(trained)
                                .build());
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        NDArray eps = parameterStore.getValue(epsilon, x.getDevice(), training);
        NDArray h; // (n, d)
        try (NDArray received = edges.sum(x)) {
            h = OPS.apply("add_self", received, x, eps);
        }
        NDArray y = network.forward(parameterStore, new NDList(h), training).singletonOrThrow();
        if (y != h) {
            h.close();
        }
        return y;
    }

    @Override
    protected long width(long in) {
        return network.getOutputShapes(new Shape[] {new Shape(1, in)})[0].getLastDimension();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager, dataType, inputShapes[0]);
    }
}
