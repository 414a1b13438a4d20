package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

/**
 * Drops edges at random; the two directions of an undirected edge stay or go together.
 *
 * <p>The view of GRACE (Zhu et al. 2020, <a href="https://arxiv.org/abs/2006.04131">Deep Graph
 * Contrastive Representation Learning</a>) and of GraphCL. GRACE's own code draws for the two
 * directions apart, which makes the graph directed.
 *
 * @param p probability that an edge goes, 0 to 1
 */
public record DropEdges(double p) implements GraphTransform {

    /** Checks the probability. */
    public DropEdges {
        Ranges.requireProbability(p);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        // A hash of the pair decides, so that both directions find the same answer.
        long seed = random.nextLong();
        int[] sources = graph.sources();
        int[] targets = graph.targets();
        return graph.keepEdges(
                edge -> {
                    int low = Math.min(sources[edge], targets[edge]);
                    int high = Math.max(sources[edge], targets[edge]);
                    long bits = Randomness.seed(seed, ((long) low << 32) | high);
                    return (bits >>> 11) * 0x1p-53 >= p;
                });
    }
}
