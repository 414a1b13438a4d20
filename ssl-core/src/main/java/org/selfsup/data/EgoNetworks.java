package org.selfsup.data;

import java.util.BitSet;
import java.util.Optional;

/**
 * The surroundings of every node of a graph as samples: sample i is the graph of all nodes within r
 * steps of node i and the edges among them, node i first.
 *
 * <p>Steps go along edges against their direction, from where messages come; in an undirected graph
 * that is no difference. Where too many nodes are within reach, those found first are taken, nearer
 * ones before others.
 *
 * <p>Qiu et al. 2020, <a href="https://arxiv.org/abs/2006.09963">GCC: Graph Contrastive Coding</a>,
 * definition 3.1, "r-ego network".
 *
 * @param graph the whole graph; its features and weights are kept
 * @param classes of its nodes, if they are known
 * @param radius r, at least 1
 * @param most nodes of a sample, at least 1
 */
public record EgoNetworks(Graph graph, Optional<Labels> classes, int radius, int most)
        implements Samples<Graph> {

    /** Checks the numbers. */
    public EgoNetworks {
        if (radius < 1 || most < 1 || graph.nodes() < 1) {
            throw new IllegalArgumentException(
                    "An ego network has a radius of at least 1 and at least 1 node, got %d and %d of %d nodes"
                            .formatted(radius, most, graph.nodes()));
        }
    }

    /** The surroundings of the nodes of a set, with their classes. */
    public static EgoNetworks of(NodeSet set, int radius, int most) {
        return new EgoNetworks(set.graph(), Optional.ofNullable(set.labels()), radius, most);
    }

    @Override
    public int size() {
        return graph.nodes();
    }

    @Override
    public Graph get(int index) {
        BitSet met = new BitSet(graph.nodes());
        IntList kept = new IntList();
        met.set(index);
        kept.add(index);
        int from = 0;
        for (int step = 0; step < radius; step++) {
            int to = kept.size();
            for (int i = from; i < to; i++) {
                int node = kept.get(i);
                for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
                    int source = graph.sources()[edge];
                    if (kept.size() < most && !met.get(source)) {
                        met.set(source);
                        kept.add(source);
                    }
                }
            }
            from = to;
        }
        return graph.subgraph(kept.toArray());
    }

    @Override
    public Optional<Labels> labels() {
        return classes;
    }
}
