package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Divides the features of every node by the sum of their sizes, so that bags of words of any length
 * weigh the same; nodes without features stay as they are. It is not random: apply it once.
 */
public record NormalizeFeatures() implements GraphTransform {

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        float[] features = graph.features().clone();
        int dimension = graph.dimension();
        for (int row = 0; row < features.length; row += dimension) {
            double sum = 0;
            for (int i = row; i < row + dimension; i++) {
                sum += Math.abs(features[i]);
            }
            if (sum > 0) {
                for (int i = row; i < row + dimension; i++) {
                    features[i] = (float) (features[i] / sum);
                }
            }
        }
        return graph.withFeatures(features);
    }
}
