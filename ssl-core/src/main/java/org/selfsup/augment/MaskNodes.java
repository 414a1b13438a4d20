package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Sets all features of nodes at random to 0; the nodes and their edges stay.
 *
 * <p>You et al. 2020, <a href="https://arxiv.org/abs/2010.13902">Graph Contrastive Learning with
 * Augmentations</a> (GraphCL), attribute masking. Its code puts noise in their place; zeros, as in
 * masked modelling, are no node's features where these are one-hot.
 *
 * @param p probability that a node is masked, 0 to 1
 */
public record MaskNodes(double p) implements GraphTransform {

    /** Checks the probability. */
    public MaskNodes {
        Ranges.requireProbability(p);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        float[] features = graph.features().clone();
        int dimension = graph.dimension();
        for (int row = 0; row < features.length; row += dimension) {
            if (Ranges.happens(p, random)) {
                Arrays.fill(features, row, row + dimension, 0);
            }
        }
        return graph.withFeatures(features);
    }
}
