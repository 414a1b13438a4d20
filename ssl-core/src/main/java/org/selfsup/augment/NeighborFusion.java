package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Mixes the features of every node with those of its neighbours, so that a network that sees one
 * node at a time knows something of the graph. It is not random: apply it once.
 *
 * <pre>{@code x_v <- share x_v + (1 - share) mean over neighbours u of x_u }</pre>
 *
 * <p>The mean is weighted by the edges that lead to v; a node without any keeps its features. With
 * k rounds a node hears of those up to k edges away; k = 1 in the paper.
 *
 * <p>Ding, Tang and Zhang 2018, <a href="https://arxiv.org/abs/1809.00130">Semi-supervised Learning
 * on Graphs with Generative Adversarial Nets</a>.
 *
 * @param share of its own that a node keeps, 0 to 1
 * @param rounds k, at least 1
 */
public record NeighborFusion(float share, int rounds) implements GraphTransform {

    /** Checks the numbers. */
    public NeighborFusion {
        Ranges.require(share >= 0 && share <= 1, "The share a node keeps is 0 to 1", share);
        Ranges.require(rounds >= 1, "Features are mixed for at least 1 round", rounds);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        float[] features = graph.features();
        for (int round = 0; round < rounds; round++) {
            features = mixed(graph, features);
        }
        return graph.withFeatures(features);
    }

    private float[] mixed(Graph graph, float[] features) {
        int f = graph.dimension();
        float[] mixed = features.clone();
        for (int node = 0; node < graph.nodes(); node++) {
            float total = 0;
            for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
                total += graph.weight(edge);
            }
            if (total == 0) {
                continue;
            }
            for (int i = 0; i < f; i++) {
                mixed[node * f + i] *= share;
            }
            for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
                float weight = (1 - share) * graph.weight(edge) / total;
                int from = graph.sources()[edge] * f;
                for (int i = 0; i < f; i++) {
                    mixed[node * f + i] += weight * features[from + i];
                }
            }
        }
        return mixed;
    }
}
