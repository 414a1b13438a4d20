package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import java.util.function.BinaryOperator;
import org.selfsup.data.GraphBatch;
import org.selfsup.train.Pass;

/** What methods on two views of graphs share. */
final class TwoViews {

    private TwoViews() {}

    /**
     * Takes a batch apart.
     *
     * @throws IllegalArgumentException if it is not two views
     */
    static List<GraphBatch> of(NDList batch) {
        List<GraphBatch> views = GraphBatch.views(batch);
        if (views.size() != 2) {
            throw new IllegalArgumentException(
                    "The task compares two views of graphs, got %d; give GraphViews two transforms"
                            .formatted(views.size()));
        }
        return views;
    }

    /** The loss of what a network makes of both, which is shown to the health monitor. */
    static NDArray compare(Pass pass, NDList batch, Block network, BinaryOperator<NDArray> loss) {
        List<GraphBatch> views = of(batch);
        NDArray z1 = embed(pass, network, views.get(0)); // (n, p)
        NDArray z2 = embed(pass, network, views.get(1)); // (n, p)
        pass.watch(z1, z2);
        return loss.apply(z1, z2);
    }

    /** One row for each node or graph. */
    static NDArray embed(Pass pass, Block network, GraphBatch view) {
        return pass.forward(network, view.toList()).singletonOrThrow();
    }
}
