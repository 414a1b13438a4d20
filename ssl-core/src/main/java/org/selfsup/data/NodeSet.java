package org.selfsup.data;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One graph whose nodes are what is classified: pre-training sees all of it but no label, and a
 * probe fits on some nodes and is tested on others.
 *
 * @param graph the whole graph
 * @param names what the nodes are called where they come from, their numbers if not otherwise
 * @param labels the class of every node, null where they are not known
 * @param train nodes to fit a probe on
 * @param validation nodes to choose hyper-parameters on
 * @param test nodes touched once, by the final evaluation
 * @param description one line for a person: what was found, how many, how large
 * @param fingerprint hexadecimal digest that changes with the content, recorded with every run
 */
public record NodeSet(
        Graph graph,
        List<String> names,
        @Nullable Labels labels,
        int[] train,
        int[] validation,
        int[] test,
        String description,
        String fingerprint) {

    /**
     * Checks that features are finite, that there is a name and a label for every node and that no
     * node is in two parts.
     */
    public NodeSet {
        graph.requireFinite();
        if (names.size() != graph.nodes()) {
            throw new IllegalArgumentException(
                    "There are %d nodes but %d names; give one each"
                            .formatted(graph.nodes(), names.size()));
        }
        if (labels != null && labels.of().length != graph.nodes()) {
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

    /** Nodes that are called by their numbers. */
    public NodeSet(
            Graph graph,
            @Nullable Labels labels,
            int[] train,
            int[] validation,
            int[] test,
            String description,
            String fingerprint) {
        this(
                graph,
                numbers(graph.nodes()),
                labels,
                train,
                validation,
                test,
                description,
                fingerprint);
    }

    private static List<String> numbers(int count) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return Integer.toString(Objects.checkIndex(index, count));
            }

            @Override
            public int size() {
                return count;
            }
        };
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
     * The classes of the nodes.
     *
     * @throws IllegalArgumentException if they are not known
     */
    public Labels knownLabels() {
        if (labels == null) {
            throw new IllegalArgumentException(
                    "The classes of some nodes are needed here, but there are no labels in "
                            + description);
        }
        return labels;
    }

    /**
     * The same graph with fewer training nodes; those for validation and test stay.
     *
     * @param aClass training nodes of each class that stay, at least 1, all if there are fewer
     * @param seed decides which
     * @throws IllegalArgumentException if none are to stay, or the classes are not known
     */
    public NodeSet labelled(int aClass, long seed) {
        if (aClass < 1) {
            throw new IllegalArgumentException(
                    "At least 1 training node of a class stays, got " + aClass);
        }
        Labels known = knownLabels();
        int[] seen = new int[known.names().size()];
        int[] fewer =
                Arrays.stream(Randomness.permutation(train.length, Randomness.at(seed)))
                        .map(i -> train[i])
                        .filter(node -> seen[known.of()[node]]++ < aClass)
                        .sorted()
                        .toArray();
        return new NodeSet(
                graph,
                names,
                known,
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
        return new NodeSet(
                changed, names, labels, train, validation, test, description, fingerprint);
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
