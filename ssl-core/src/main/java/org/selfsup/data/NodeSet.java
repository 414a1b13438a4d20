package org.selfsup.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * One graph whose nodes are what is classified: pre-training sees all of it but no label, and a
 * probe fits on some nodes and is tested on others.
 *
 * @param graph the whole graph
 * @param labels the class of every node
 * @param train nodes to fit a probe on
 * @param validation nodes to choose hyper-parameters on
 * @param test nodes touched once, by the final evaluation
 * @param description one line for a person: what was found, how many, how large
 * @param fingerprint hexadecimal digest that changes with the content, recorded with every run
 */
public record NodeSet(
        Graph graph,
        Labels labels,
        int[] train,
        int[] validation,
        int[] test,
        String description,
        String fingerprint) {

    /**
     * Checks that features are finite, that there is a label for every node and that no node is in
     * two parts.
     */
    public NodeSet {
        graph.requireFinite();
        if (labels.of().length != graph.nodes()) {
            throw new IllegalArgumentException(
                    "There are %d nodes but %d labels; give one each"
                            .formatted(graph.nodes(), labels.of().length));
        }
        boolean[] taken = new boolean[graph.nodes()];
        for (int[] part : new int[][] {train, validation, test}) {
            for (int node : part) {
                if (node < 0 || node >= taken.length || taken[node]) {
                    throw new IllegalArgumentException(
                            "The parts of a split hold different nodes from 0 to %d, got %d"
                                    .formatted(taken.length - 1, node));
                }
                taken[node] = true;
            }
        }
    }

    static NodeSet of(
            Graph graph, Labels labels, int[][] parts, String description, Fingerprint content) {
        graph.addTo(content);
        for (int label : labels.of()) {
            content.add(label);
        }
        for (int[] part : parts) {
            content.add(part.length);
            for (int node : part) {
                content.add(node);
            }
        }
        return new NodeSet(graph, labels, parts[0], parts[1], parts[2], description, content.hex());
    }

    /**
     * The same graph with fewer training nodes; those for validation and test stay.
     *
     * @param aClass training nodes of each class that stay, at least 1, all if there are fewer
     * @param seed decides which
     */
    public NodeSet labelled(int aClass, long seed) {
        if (aClass < 1) {
            throw new IllegalArgumentException(
                    "At least 1 training node of a class stays, got " + aClass);
        }
        int[] seen = new int[labels.names().size()];
        int[] fewer =
                Arrays.stream(Randomness.permutation(train.length, Randomness.at(seed)))
                        .map(i -> train[i])
                        .filter(node -> seen[labels.of()[node]]++ < aClass)
                        .sorted()
                        .toArray();
        return new NodeSet(
                graph,
                labels,
                fewer,
                validation,
                test,
                description + ", %d training nodes labelled".formatted(fewer.length),
                fingerprint);
    }

    /**
     * The same nodes in a changed graph, of which description and fingerprint say nothing.
     *
     * @param changed with as many nodes, in the same order
     */
    public NodeSet withGraph(Graph changed) {
        return new NodeSet(changed, labels, train, validation, test, description, fingerprint);
    }

    /** The graph as the one sample there is: train on it with a batch of 1. */
    public Samples<Graph> samples() {
        return new Samples<>() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Graph get(int index) {
                Objects.checkIndex(index, 1);
                return graph;
            }
        };
    }
}
