package org.selfsup.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a citation network (Cora, CiteSeer, PubMed) from a folder of tab-separated texts, each
 * plain or with {@code .gz}; nodes, features and classes count from 0.
 *
 * <p>{@code labels.tsv}: node, class, every node once. {@code features.tsv}: node, feature, value;
 * what is not listed is 0. {@code edges.tsv}: node, node; undirected, listed once or in both
 * directions. {@code splits.tsv}: node, {@code train}, {@code val} or {@code test}; a node may be
 * in none.
 */
public final class Citation {

    private static final List<String> PARTS = List.of("train", "val", "test");
    private static final int MOST_COLUMNS = 1_000_000;
    private static final String TAB = "\t";

    private Citation() {}

    /**
     * Opens a folder.
     *
     * @throws IOException if a file is missing or damaged; the message names file and line
     */
    public static NodeSet open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": no such folder; give the one that holds edges.tsv and labels.tsv");
        }
        int[] labels = labels(folder);
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        Graph graph = graph(folder, labels.length);
        int[][] parts = parts(folder, labels.length);
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return NodeSet.of(
                graph,
                new Labels(labels, names),
                parts,
                "Citation network, %d nodes with %d features, %d edges, %d classes; %d/%d/%d nodes to train, validate, test"
                        .formatted(
                                graph.nodes(),
                                graph.dimension(),
                                graph.pairs(),
                                classes,
                                parts[0].length,
                                parts[1].length,
                                parts[2].length),
                new Fingerprint());
    }

    private static int[] labels(Path folder) throws IOException {
        IntList nodes = new IntList();
        IntList classes = new IntList();
        try (NumberLines lines = NumberLines.open(folder, "labels.tsv")) {
            while (lines.next(TAB)) {
                lines.require(2, "a node and its class");
                nodes.add(lines.index(0, "a node", Integer.MAX_VALUE));
                classes.add(lines.index(1, "a class", MOST_COLUMNS));
            }
            int n = nodes.size();
            if (n == 0) {
                throw lines.fileFault("no node is listed; expected a node and its class a line");
            }
            int[] labels = new int[n];
            Arrays.fill(labels, -1);
            for (int i = 0; i < n; i++) {
                int node = nodes.get(i);
                if (node >= n || labels[node] >= 0) {
                    throw lines.fileFault(
                            "%d lines list the nodes 0 to %d once each, but node %d %s"
                                    .formatted(
                                            n,
                                            n - 1,
                                            node,
                                            node >= n ? "is listed too" : "comes twice"));
                }
                labels[node] = classes.get(i);
            }
            int[] present = Arrays.stream(labels).distinct().sorted().toArray();
            for (int k = 0; k < present.length; k++) {
                if (present[k] != k) {
                    throw lines.fileFault(
                            "classes count from 0 without a gap, but none is %d and one is %d"
                                    .formatted(k, present[k]));
                }
            }
            return labels;
        }
    }

    private static Graph graph(Path folder, int n) throws IOException {
        IntList ends = new IntList();
        IntList otherEnds = new IntList();
        try (NumberLines lines = NumberLines.open(folder, "edges.tsv")) {
            while (lines.next(TAB)) {
                lines.require(2, "two nodes");
                ends.add(lines.index(0, "a node", n));
                otherEnds.add(lines.index(1, "a node", n));
            }
        }
        IntList nodes = new IntList();
        IntList columns = new IntList();
        IntList bits = new IntList();
        int f = 0;
        try (NumberLines lines = NumberLines.open(folder, "features.tsv")) {
            while (lines.next(TAB)) {
                lines.require(3, "a node, a feature and its value");
                nodes.add(lines.index(0, "a node", n));
                int column = lines.index(1, "a feature", MOST_COLUMNS);
                columns.add(column);
                bits.add(Float.floatToIntBits(lines.number(2, "a value")));
                f = Math.max(f, column + 1);
            }
            if (f == 0) {
                throw lines.fileFault("no feature is listed; expected node, feature, value a line");
            }
            if (!Graph.isDense(n, f, nodes.size())) {
                throw lines.fileFault(
                        "%d nodes with %d features take too much memory for %d values that are listed"
                                .formatted(n, f, nodes.size()));
            }
        }
        float[] features = new float[n * f];
        for (int i = 0; i < nodes.size(); i++) {
            features[nodes.get(i) * f + columns.get(i)] = Float.intBitsToFloat(bits.get(i));
        }
        return Graph.undirected(f, features, ends.toArray(), otherEnds.toArray());
    }

    private static int[][] parts(Path folder, int n) throws IOException {
        IntList[] parts = {new IntList(), new IntList(), new IntList()};
        boolean[] taken = new boolean[n];
        try (NumberLines lines = NumberLines.open(folder, "splits.tsv")) {
            while (lines.next(TAB)) {
                lines.require(2, "a node and train, val or test");
                int node = lines.index(0, "a node", n);
                int part = PARTS.indexOf(lines.text(1));
                if (part < 0) {
                    throw lines.fault(
                            "expected train, val or test, got \"%s\"".formatted(lines.text(1)));
                }
                if (taken[node]) {
                    throw lines.fault("node %d is listed a second time".formatted(node));
                }
                taken[node] = true;
                parts[part].add(node);
            }
        }
        return Arrays.stream(parts).map(IntList::toArray).toArray(int[][]::new);
    }
}
