package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Sets features at random to 0, each for all nodes alike.
 *
 * <p>Zhu et al. 2020, <a href="https://arxiv.org/abs/2006.04131">Deep Graph Contrastive
 * Representation Learning</a> (GRACE), section 3.2.
 *
 * @param p probability that a feature is masked, 0 to 1
 */
public record MaskFeatures(double p) implements GraphTransform {

    /** Checks the probability. */
    public MaskFeatures {
        Ranges.requireProbability(p);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int dimension = graph.dimension();
        boolean[] masked = new boolean[dimension];
        for (int column = 0; column < dimension; column++) {
            masked[column] = Ranges.happens(p, random);
        }
        float[] features = graph.features().clone();
        for (int row = 0; row < features.length; row += dimension) {
            for (int column = 0; column < dimension; column++) {
                features[row + column] = masked[column] ? 0 : features[row + column];
            }
        }
        return graph.withFeatures(features);
    }
}
