package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

/**
 * Drops nodes with their edges. The nodes that stay keep their order; one stays at least.
 *
 * <p>You et al. 2020, <a href="https://arxiv.org/abs/2010.13902">Graph Contrastive Learning with
 * Augmentations</a> (GraphCL).
 *
 * @param share of the nodes to drop, rounded down, 0 to 1; 0.2 in the paper
 */
public record DropNodes(double share) implements GraphTransform {

    /** Checks the share. */
    public DropNodes {
        Ranges.require(share >= 0 && share <= 1, "A share is from 0 to 1", share);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int n = graph.nodes();
        int kept = Math.max(Math.min(1, n), n - (int) (share * n));
        int[] order = Randomness.permutation(n, random);
        return graph.subgraph(Arrays.stream(order, 0, kept).sorted().toArray());
    }
}
