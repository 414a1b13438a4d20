package org.selfsup.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads a collection of graphs (MUTAG, NCI1, PROTEINS and other sets of the TU Dortmund collection)
 * in the text format of graph kernels and DGCNN, plain or gzip.
 *
 * <p>First the number of graphs; then for every graph a line {@code nodes class} and a line for
 * each node, {@code tag m neighbour_1 ... neighbour_m}, nodes counted from 0. A node's features are
 * its tag, one column for every tag that occurs, in rising order. Edges are undirected, whether one
 * end lists the other or both do.
 */
public final class TuGraphs {

    private static final String BLANKS = "\\s+";
    private static final int MOST_NODES = 50_000_000;

    private TuGraphs() {}

    /**
     * Opens a file; all graphs are held in memory.
     *
     * @throws IOException if it is missing, cut short or damaged; the message names file and line
     */
    public static GraphSet open(Path file) throws IOException {
        List<Raw> graphs = new ArrayList<>();
        try (NumberLines lines = new NumberLines(file)) {
            next(lines, "the number of graphs");
            lines.require(1, "the number of graphs alone");
            int count = lines.integer(0, "the number of graphs");
            if (count < 1) {
                throw lines.fault("there must be at least 1 graph, got " + count);
            }
            for (int g = 0; g < count; g++) {
                graphs.add(read(lines, "graph %d of %d".formatted(g + 1, count)));
            }
            if (lines.next(BLANKS)) {
                throw lines.fault("the file promises %d graphs, but more follows".formatted(count));
            }
        }
        SortedSet<Integer> tags = new TreeSet<>();
        SortedSet<Integer> classes = new TreeSet<>();
        long nodes = 0;
        for (Raw raw : graphs) {
            classes.add(raw.label);
            nodes += raw.tags.size();
            for (int i = 0; i < raw.tags.size(); i++) {
                tags.add(raw.tags.get(i));
            }
        }
        if (!Graph.isDense(nodes, tags.size(), nodes)) {
            throw new IOException(
                    "%s: %d nodes with %d different tags take too much memory as features"
                            .formatted(file, nodes, tags.size()));
        }
        List<Integer> columns = List.copyOf(tags);
        List<Integer> order = List.copyOf(classes);
        int[] labels =
                graphs.stream()
                        .mapToInt(raw -> Collections.binarySearch(order, raw.label))
                        .toArray();
        return GraphSet.of(
                graphs.stream().map(raw -> raw.graph(columns)).toList(),
                new Labels(labels, order.stream().map(String::valueOf).toList()),
                "Graph collection, %d graphs, %.1f nodes each, %d node tags, %d classes"
                        .formatted(
                                graphs.size(),
                                nodes / (double) graphs.size(),
                                columns.size(),
                                order.size()));
    }

    private static Raw read(NumberLines lines, String which) throws IOException {
        next(lines, "the head of " + which);
        lines.require(2, "nodes and class of " + which);
        int nodes = lines.index(0, "the number of nodes", MOST_NODES);
        int label = lines.integer(1, "a class");
        Raw raw = new Raw(label, new IntList(), new IntList(), new IntList());
        for (int node = 0; node < nodes; node++) {
            next(lines, "node %d of %s".formatted(node, which));
            if (lines.size() < 2) {
                throw lines.fault("expected a tag, the number of neighbours and the neighbours");
            }
            raw.tags.add(lines.integer(0, "a tag"));
            int neighbours = lines.index(1, "the number of neighbours", MOST_NODES);
            lines.require(2 + neighbours, "a tag, %d and as many nodes".formatted(neighbours));
            for (int i = 0; i < neighbours; i++) {
                raw.ends.add(node);
                raw.otherEnds.add(lines.index(2 + i, "a neighbour", nodes));
            }
        }
        return raw;
    }

    private static void next(NumberLines lines, String expected) throws IOException {
        if (!lines.next(BLANKS)) {
            throw lines.fileFault("it ends where %s should come".formatted(expected));
        }
    }

    private record Raw(int label, IntList tags, IntList ends, IntList otherEnds) {

        Graph graph(List<Integer> columns) {
            float[] features = new float[tags.size() * columns.size()];
            for (int node = 0; node < tags.size(); node++) {
                int column = Collections.binarySearch(columns, tags.get(node));
                features[node * columns.size() + column] = 1;
            }
            return Graph.undirected(
                    Math.max(1, columns.size()), features, ends.toArray(), otherEnds.toArray());
        }
    }
}
