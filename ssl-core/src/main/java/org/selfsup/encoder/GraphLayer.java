package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A block on the nodes of a graph, (n, d) to (n, d').
 *
 * <p>Its inputs are those of a {@link org.selfsup.data.GraphBatch}: nodes {@code (n, d)}, edges
 * {@code (2, e)} and, if there are any, weights {@code (e)}; more are not looked at. To be
 * initialised it needs the shape of the nodes only. Sums over edges are the same for any order of
 * the edges but for rounding.
 */
public abstract class GraphLayer extends AbstractBlock {

    /** For layers of this package and others. */
    protected GraphLayer() {}

    /**
     * Computes the nodes' new features.
     *
     * @param parameterStore DJL's way to a parameter's array
     * @param x {@code (n, d)}; not to be closed
     * @param edges the graph
     * @param training whether layers such as BatchNorm and dropout train
     * @return {@code (n, d')}
     */
    protected abstract NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training);

    /** Features of a node that come out, if so many go in. */
    protected abstract long width(long in);

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (Edges edges = Edges.of(inputs)) {
            return new NDList(propagate(parameterStore, inputs.head(), edges, training));
        }
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape nodes = inputShapes[0];
        return new Shape[] {new Shape(nodes.get(0), width(nodes.getLastDimension()))};
    }
}
