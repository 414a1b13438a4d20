package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

/**
 * Gives every node the features of another, drawn as a permutation; the edges stay.
 *
 * <p>The corruption of Velickovic et al. 2019, <a href="https://arxiv.org/abs/1809.10341">Deep
 * Graph Infomax</a>, section 4.2.
 */
public record ShuffleNodes() implements GraphTransform {

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int dimension = graph.dimension();
        float[] features = new float[graph.features().length];
        int[] order = Randomness.permutation(graph.nodes(), random);
        for (int node = 0; node < order.length; node++) {
            System.arraycopy(
                    graph.features(),
                    order[node] * dimension,
                    features,
                    node * dimension,
                    dimension);
        }
        return graph.withFeatures(features);
    }
}
