package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Drops edges at random and puts as many others between random nodes; the graph is taken to be
 * undirected.
 *
 * <p>New edges run in both directions, weigh 1 and may happen to be there already. Each end is
 * drawn from all nodes alike. Nodes and features stay.
 *
 * <p>You et al. 2020, <a href="https://arxiv.org/abs/2010.13902">Graph Contrastive Learning with
 * Augmentations</a> (GraphCL), edge perturbation. Their code for unsupervised learning drops only:
 * that is {@link DropEdges}.
 *
 * @param share of the edges that change, 0 to 1; 0.2 in the paper
 */
public record PerturbEdges(double share) implements GraphTransform {

    /** Checks the share. */
    public PerturbEdges {
        Ranges.require(share >= 0 && share <= 1, "A share is from 0 to 1", share);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        Graph rest = new DropEdges(share).apply(graph, random);
        int added = graph.nodes() == 0 ? 0 : (graph.edges() - rest.edges()) / 2;
        int[] ends = new int[2 * added];
        int[] others = new int[2 * added];
        for (int i = 0; i < added; i++) {
            ends[i] = random.nextInt(graph.nodes());
            others[i] = random.nextInt(graph.nodes());
            ends[added + i] = others[i];
            others[added + i] = ends[i];
        }
        return rest.plusEdges(ends, others);
    }
}
