package org.selfsup.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.engine.TorchScript;

/**
 * Several graphs as one, without edges between them, in four arrays.
 *
 * <p>The nodes of graph 0 come first, then those of graph 1, and so on; g is the number of graphs,
 * n that of all nodes, e that of all edges.
 *
 * @param features {@code (n, f)}, float32
 * @param edges {@code (2, e)}, int64: sources, then targets; targets in rising order
 * @param weights {@code (e)}, float32, 1 where a graph has none
 * @param sizes {@code (g)}, int64: how many nodes each graph has, 0 being allowed
 */
public record GraphBatch(NDArray features, NDArray edges, NDArray weights, NDArray sizes) {

    /** How many arrays one batch of graphs takes in a list of arrays. */
    public static final int ARRAYS = 4;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def segments(self, sizes: Tensor) -> Tensor:
                      return torch.repeat_interleave(sizes)
                    """);

    /**
     * Puts graphs together.
     *
     * @param graphs at least one, all with f features
     * @param manager owner of the arrays, on whose device they are
     * @throws IllegalArgumentException if there is none, or their features differ in number
     */
    public static GraphBatch of(List<Graph> graphs, NDManager manager) {
        Memory memory = new Memory();
        memory.fill(graphs);
        return memory.toArrays(manager);
    }

    /** Room for a batch, filled again and again and growing with the largest. */
    public static final class Memory {

        private ByteBuffer features = ByteBuffer.allocateDirect(0);
        private ByteBuffer edges = features;
        private ByteBuffer weights = features;
        private long[] sizes = {};
        private Shape shape = new Shape();
        private long e;

        /** No graphs yet. */
        public Memory() {}

        /**
         * Puts graphs together; arrays made before must have been closed.
         *
         * @param graphs at least one, all with f features
         * @throws IllegalArgumentException if there is none, or their features differ in number
         */
        public void fill(List<Graph> graphs) {
            if (graphs.isEmpty()) {
                throw new IllegalArgumentException("A batch has at least one graph, got none");
            }
            int f = graphs.get(0).dimension();
            sizes = new long[graphs.size()];
            long n = 0;
            e = 0;
            for (int g = 0; g < sizes.length; g++) {
                Graph graph = graphs.get(g);
                if (graph.dimension() != f) {
                    throw new IllegalArgumentException(
                            "The graphs of a batch have equally many features, got %d and %d"
                                    .formatted(f, graph.dimension()));
                }
                sizes[g] = graph.nodes();
                n += graph.nodes();
                e += graph.edges();
            }
            shape = new Shape(n, f);
            features = room(features, n * f * Float.BYTES);
            edges = room(edges, 2 * e * Long.BYTES);
            weights = room(weights, e * Float.BYTES);
            copy(graphs);
        }

        private void copy(List<Graph> graphs) {
            FloatBuffer rows = features.asFloatBuffer();
            LongBuffer ends = edges.asLongBuffer();
            FloatBuffer weight = weights.asFloatBuffer();
            int target = (int) e;
            long before = 0;
            for (Graph graph : graphs) {
                rows.put(graph.features());
                int[] sources = graph.sources();
                int[] targets = graph.targets();
                for (int i = 0; i < sources.length; i++) {
                    ends.put(before + sources[i]);
                    ends.put(target++, before + targets[i]);
                    weight.put(graph.weight(i));
                }
                before += graph.nodes();
            }
        }

        private static ByteBuffer room(ByteBuffer old, long bytes) {
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "An array of a batch of graphs takes at most 2 GiB, got "
                                + bytes
                                + " bytes; use fewer or smaller graphs");
            }
            return bytes <= old.capacity()
                    ? old
                    : ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        }

        /** The arrays, which share this memory on the CPU: close them before it is filled again. */
        public GraphBatch toArrays(NDManager manager) {
            return new GraphBatch(
                    array(features, shape, DataType.FLOAT32, manager),
                    array(edges, new Shape(2, e), DataType.INT64, manager),
                    array(weights, new Shape(e), DataType.FLOAT32, manager),
                    manager.create(sizes));
        }

        private static NDArray array(
                ByteBuffer memory, Shape shape, DataType type, NDManager manager) {
            int bytes = (int) shape.size() * type.getNumOfBytes();
            return manager.create(memory.duplicate().limit(bytes), shape, type);
        }
    }

    /**
     * The views in a batch of the loader: every four arrays are one.
     *
     * @throws IllegalArgumentException if the number of arrays is no multiple of four
     */
    public static List<GraphBatch> views(NDList batch) {
        if (batch.isEmpty() || batch.size() % ARRAYS != 0) {
            throw new IllegalArgumentException(
                    "Views of graphs are features, edges, weights and sizes each, got "
                            + batch.size()
                            + " arrays");
        }
        List<GraphBatch> views = new ArrayList<>();
        for (int i = 0; i < batch.size(); i += ARRAYS) {
            views.add(
                    new GraphBatch(
                            batch.get(i), batch.get(i + 1), batch.get(i + 2), batch.get(i + 3)));
        }
        return views;
    }

    /**
     * The one view of one graph in a batch, for tasks on the nodes of a graph.
     *
     * @throws IllegalArgumentException if there are more views or graphs, or none
     */
    public static GraphBatch only(NDList batch) {
        List<GraphBatch> views = views(batch);
        GraphBatch view = views.get(0);
        if (views.size() != 1 || view.sizes.size() != 1) {
            throw new IllegalArgumentException(
                    "The task sees one view of one graph a step: expected 4 arrays of 1 graph, got %d of %d; take a batch of 1"
                            .formatted(batch.size(), view.sizes.size()));
        }
        return view;
    }

    /** The four arrays, as an encoder of graphs takes them. */
    public NDList toList() {
        return new NDList(features, edges, weights, sizes);
    }

    /** Which graph each node belongs to, {@code (n)}, int64. */
    public NDArray segments() {
        return OPS.apply("segments", sizes);
    }
}
