package org.selfsup.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Reads a graph that is a list of edges and nothing else: a text, plain or gzip, of two nodes a
 * line, parted by blanks, a tab or a comma. A node is any name or number; nodes are numbered in the
 * order they appear. A line that begins with {@code #} is a comment.
 *
 * <p>Edges have no direction and may be listed once or twice. There are no classes, so there is
 * nothing to probe, and no features. In their place each node has marks that tell it from the
 * others and say nothing else: up to {@value #COLUMNS} nodes have a column each, as the featureless
 * graphs of Kipf and Welling 2016 (<a href="https://arxiv.org/abs/1611.07308">1611.07308</a>) do;
 * more nodes have {@value #MARKS} of {@value #COLUMNS} columns each, drawn by their number.
 */
public final class EdgeList {

    private static final String BLANKS_OR_COMMA = "\\s*,\\s*|\\s+";
    private static final int COLUMNS = 512;
    private static final int MARKS = 4;
    private static final int MOST_NODES = 900_000;

    private EdgeList() {}

    /**
     * Reads a file.
     *
     * @return nodes without classes, none of them to train, validate or test on
     * @throws IOException if it is missing, damaged or lists no edge; the message names file and
     *     line
     */
    public static NodeSet read(Path file) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> names = new ArrayList<>();
        IntList ends = new IntList();
        IntList otherEnds = new IntList();
        try (NumberLines lines = new NumberLines(file)) {
            while (lines.next(BLANKS_OR_COMMA)) {
                if (lines.text(0).startsWith("#")) {
                    continue;
                }
                lines.require(2, "two nodes");
                ends.add(number(lines.text(0), numbers, names));
                otherEnds.add(number(lines.text(1), numbers, names));
                if (names.size() > MOST_NODES) {
                    throw lines.fault("more than %d nodes".formatted(MOST_NODES));
                }
            }
            if (names.isEmpty()) {
                throw lines.fileFault("no edge is listed; expected two nodes a line");
            }
        }
        Graph graph =
                Graph.undirected(COLUMNS, marks(names.size()), ends.toArray(), otherEnds.toArray());
        Fingerprint content = new Fingerprint();
        graph.addTo(content);
        names.forEach(content::add);
        int[] none = {};
        return new NodeSet(
                graph,
                List.copyOf(names),
                null,
                none,
                none,
                none,
                "Edge list, %d nodes, %d edges, no features, no labels"
                        .formatted(names.size(), graph.pairs()),
                content.hex());
    }

    private static int number(String name, Map<String, Integer> numbers, List<String> names) {
        return numbers.computeIfAbsent(
                name,
                added -> {
                    names.add(added);
                    return names.size() - 1;
                });
    }

    private static float[] marks(int nodes) {
        float[] features = new float[nodes * COLUMNS];
        for (int node = 0; node < nodes; node++) {
            if (nodes <= COLUMNS) {
                features[node * COLUMNS + node] = 1;
                continue;
            }
            RandomGenerator draws = Randomness.at(0, node);
            for (int marked = 0; marked < MARKS; ) {
                int place = node * COLUMNS + draws.nextInt(COLUMNS);
                if (features[place] == 0) {
                    features[place] = 1;
                    marked++;
                }
            }
        }
        return features;
    }
}
