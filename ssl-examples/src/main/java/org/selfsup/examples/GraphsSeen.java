package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.report.Section;

/** What methods see of graphs, in numbers, for the report. */
final class GraphsSeen {

    /** Graphs in the report. */
    private static final int SHOWN = 6;

    private GraphsSeen() {}

    /** Some graphs beside their views; nothing of views that are no graphs. */
    static List<Section> sections(Samples<Graph> graphs, Views<Graph> views, long seed)
            throws IOException {
        if (!(views instanceof GraphViews)) {
            return List.of();
        }
        Samples<Graph> some = Subset.atMost(graphs, SHOWN, seed);
        List<List<String>> columns = new ArrayList<>();
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            Views<Graph> shown = new GraphViews(GraphTransform.NONE).and(views);
            for (GraphBatch view : GraphBatch.views(Generated.seen(some, shown, scratch))) {
                columns.add(inWords(view));
            }
        }
        List<String> names = new ArrayList<>(List.of("graph"));
        for (int view = 1; view < columns.size(); view++) {
            names.add("view " + view);
        }
        List<List<String>> rows = new ArrayList<>();
        for (int graph = 0; graph < some.size(); graph++) {
            int row = graph;
            rows.add(columns.stream().map(column -> column.get(row)).toList());
        }
        return List.of(new Section.Table("Views", names, rows));
    }

    /**
     * Of every graph of a batch its nodes, its edges and how many values of its nodes are not 0.
     */
    private static List<String> inWords(GraphBatch graphs) {
        long[] sizes = graphs.sizes().toLongArray();
        long[] sources = graphs.edges().get(0).toLongArray();
        float[] features = graphs.features().toFloatArray();
        int width = (int) graphs.features().getShape().get(1);
        List<String> words = new ArrayList<>();
        long first = 0;
        int edge = 0; // those of a graph lie together
        for (long nodes : sizes) {
            long next = first + nodes;
            int edges = 0;
            for (; edge < sources.length && sources[edge] < next; edge++) {
                edges++;
            }
            long values = 0;
            for (long i = first * width; i < next * width; i++) {
                values += features[(int) i] != 0 ? 1 : 0;
            }
            words.add(
                    String.format(
                            Locale.ROOT,
                            "%,d nodes, %,d edges, %,d features not 0",
                            nodes,
                            edges,
                            values));
            first = next;
        }
        return words;
    }
}
