package org.selfsup.generative.flow;

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
import org.selfsup.engine.TorchScript;

/**
 * An invertible map z = f(x) of samples to latent codes, with the logarithm of its determinant.
 *
 * <pre>{@code log p(x) = log p(f(x)) + log |det df(x)/dx| }</pre>
 *
 * <p>As a block it takes x {@code (n, ...)} and gives z and the logarithm {@code (n)}; {@link
 * #inverse} goes back. The law that all obey: {@code inverse(f(x)) = x}, the two logarithms sum to
 * 0, and they are those of the Jacobian.
 *
 * <p>Initialised for a second array, a condition {@code (n, k)}, every network within sees it
 * beside its own input: p(x) becomes p(x | condition), and the condition is given in every pass.
 */
public abstract class Flow extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def join(self, x: Tensor, condition: Tensor) -> Tensor:
                      flat = torch.flatten(torch.ones_like(torch.narrow(x, 1, 0, 1)), 2)
                      spread = torch.mul(torch.unsqueeze(condition, 2), flat)
                      shape = [torch.size(x, 0), -1, torch.size(x, 2), torch.size(x, 3)]
                      return torch.cat([x, torch.reshape(spread, shape)], 1)
                    """);

    /** For flows of this package and others. */
    protected Flow() {}

    /**
     * Where a map leads.
     *
     * @param value z or x, {@code (n, ...)}
     * @param logDeterminant log |det| of the map's Jacobian, {@code (n)}
     */
    public record Mapped(NDArray value, NDArray logDeterminant) {

        static Mapped of(NDList both) {
            return new Mapped(both.get(0), both.get(1));
        }

        /** A map that keeps volumes. */
        static Mapped keepingVolume(NDArray value) {
            Shape rows = new Shape(value.getShape().get(0));
            return new Mapped(value, value.getManager().zeros(rows, value.getDataType()));
        }

        NDList list() {
            return new NDList(value, logDeterminant);
        }
    }

    /**
     * What a map goes by besides its input.
     *
     * @param store DJL's way to a parameter's array
     * @param training whether layers such as BatchNorm and dropout train
     * @param condition {@code (n, k)}, or null
     */
    public record Given(ParameterStore store, boolean training, @Nullable NDArray condition) {

        /** Applies a network to an array and, if there is one, the condition. */
        NDArray apply(Block network, NDArray x) {
            if (condition == null) {
                return network.forward(store, new NDList(x), training).singletonOrThrow();
            }
            try (NDArray joined = joined(x, condition)) {
                return network.forward(store, new NDList(joined), training).singletonOrThrow();
            }
        }

        private static NDArray joined(NDArray x, NDArray condition) {
            return x.getShape().dimension() == 2
                    ? x.concat(condition, 1)
                    : OPS.apply("join", x, condition);
        }
    }

    /** From samples to latent codes; x is not to be closed. */
    protected abstract Mapped toLatent(Given given, NDArray x);

    /** From latent codes to samples; z is not to be closed. */
    protected abstract Mapped toData(Given given, NDArray z);

    /** Shape of z {@code (n, ...)} if x has this one. */
    protected Shape latentShape(Shape x) {
        return x;
    }

    /**
     * Shape of what a network within sees: its own input and the condition's features.
     *
     * @param own of its own input
     * @param inputs what the flow was initialised for
     */
    protected static Shape seen(Shape own, Shape[] inputs) {
        long condition = inputs.length > 1 ? inputs[1].get(1) : 0;
        long[] dimensions = own.getShape().clone();
        dimensions[1] += condition;
        return new Shape(dimensions);
    }

    /**
     * Goes back from latent codes to samples.
     *
     * @param store DJL's way to a parameter's array
     * @param codes z {@code (n, ...)} and, if the flow was initialised for one, the condition
     *     {@code (n, k)}
     * @param training whether layers such as BatchNorm and dropout train
     */
    public final Mapped inverse(ParameterStore store, NDList codes, boolean training) {
        return toData(given(store, codes, training), codes.head());
    }

    private static Given given(ParameterStore store, NDList inputs, boolean training) {
        return new Given(store, training, inputs.size() > 1 ? inputs.get(1) : null);
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        return toLatent(given(parameterStore, inputs, training), inputs.head()).list();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : children.values()) {
            child.initialize(manager, dataType, seen(inputShapes[0], inputShapes));
        }
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        return new Shape[] {latentShape(x), new Shape(x.get(0))};
    }
}
