package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Divides all features of a graph by their root mean square, so that networks see numbers of about
 * 1; features that are all 0 stay so. It is not random: apply it once.
 */
public record ScaleFeatures() implements GraphTransform {

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        float[] features = graph.features().clone();
        double squares = 0;
        for (float value : features) {
            squares += (double) value * value;
        }
        double scale = squares > 0 ? Math.sqrt(features.length / squares) : 1;
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) (features[i] * scale);
        }
        return graph.withFeatures(features);
    }
}
