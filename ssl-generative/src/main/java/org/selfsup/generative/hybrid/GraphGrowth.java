package org.selfsup.generative.hybrid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.selfsup.augment.BreadthFirst;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Valences;
import org.selfsup.data.Views;

/**
 * Graphs as they grow: every step in which a graph gets another node, or is told whether its last
 * node is linked to an earlier one, in the order of a breadth-first search.
 *
 * <p>A batch is six arrays. The first four are a {@link GraphBatch} of all graphs as they are
 * before a step. Then the steps that add a node, {@code (3, n)}, int64: the number of the graph
 * before, the kind that is added, and the number of the sample; and those that ask for a link,
 * {@code (5, m)}: the number of the graph before, the rows of the later and of the earlier node, 1
 * for a link and 0 for none, and the number of the sample.
 *
 * <p>Nodes have one kind each, one-hot. Self loops and weights are not looked at. A sample of n
 * nodes takes some n^3 / 3 rows: for graphs of a few dozen nodes.
 */
public final class GraphGrowth implements Views<Graph> {

    private static final int NODE = 3;
    private static final int LINK = 5;

    /** Views of graphs of any sizes. */
    public GraphGrowth() {}

    @Override
    public Batch<Graph> batch(int n) {
        return new Slots(n);
    }

    /**
     * The steps of one graph.
     *
     * @param graphs before each step
     * @param later of the nodes that a step asks about, -1 for a step that adds a node
     * @param earlier of the nodes that a step asks about
     * @param value the kind that is added, or 1 for a link and 0 for none
     */
    private record Steps(List<Graph> graphs, int[] later, int[] earlier, int[] value) {

        static Steps of(Graph graph) {
            int n = graph.nodes();
            int steps = n * (n + 1) / 2;
            Steps grown =
                    new Steps(new ArrayList<>(), new int[steps], new int[steps], new int[steps]);
            for (int i = 0; i < n; i++) {
                grown.add(first(graph, i), -1, -1, kind(graph, i));
                Graph before = first(graph, i + 1);
                for (int j = 0; j < i; j++) {
                    grown.add(known(before, j), i, j, linked(graph, i, j) ? 1 : 0);
                }
            }
            return grown;
        }

        private void add(Graph before, int i, int j, int what) {
            int step = graphs.size();
            graphs.add(before);
            later[step] = i;
            earlier[step] = j;
            value[step] = what;
        }
    }

    private static Graph first(Graph graph, int nodes) {
        return graph.subgraph(IntStream.range(0, nodes).toArray());
    }

    /** Of the last node only the links to so many earlier ones. */
    private static Graph known(Graph graph, int earlier) {
        int last = graph.nodes() - 1;
        int[] sources = graph.sources();
        int[] targets = graph.targets();
        return graph.keepEdges(
                edge ->
                        Math.max(sources[edge], targets[edge]) < last
                                || Math.min(sources[edge], targets[edge]) < earlier);
    }

    private static boolean linked(Graph graph, int target, int source) {
        return IntStream.range(graph.offset(target), graph.offset(target + 1))
                .anyMatch(edge -> graph.sources()[edge] == source);
    }

    private static int kind(Graph graph, int node) {
        int kind = Valences.kind(graph, node);
        int d = graph.dimension();
        for (int k = 0; k < d; k++) {
            float value = graph.features()[node * d + k];
            if (value != (k == kind ? 1 : 0)) {
                throw new IllegalArgumentException(
                        "Graphs grow by nodes of one kind each, whose features are a single 1 and else 0, got a node with %s"
                                .formatted(value));
            }
        }
        return kind;
    }

    private static final class Slots implements Batch<Graph> {

        private final Steps[] slots;
        private final GraphBatch.Memory memory = new GraphBatch.Memory();

        Slots(int n) {
            slots = new Steps[n];
        }

        @Override
        public void put(int slot, Graph sample, RandomGenerator random) {
            if (sample.nodes() < 2) {
                throw new IllegalArgumentException(
                        "A graph that grows has at least two nodes, got " + sample.nodes());
            }
            slots[slot] = Steps.of(new BreadthFirst().apply(sample, random));
        }

        @Override
        public NDList toArrays(NDManager manager) {
            List<Graph> graphs = new ArrayList<>();
            LongStream.Builder nodes = LongStream.builder();
            LongStream.Builder links = LongStream.builder();
            long row = 0;
            for (int slot = 0; slot < slots.length; slot++) {
                Steps steps = slots[slot];
                for (int step = 0; step < steps.graphs.size(); step++) {
                    long before = graphs.size();
                    if (steps.later[step] < 0) {
                        nodes.add(before).add(steps.value[step]).add(slot);
                    } else {
                        links.add(before)
                                .add(row + steps.later[step])
                                .add(row + steps.earlier[step])
                                .add(steps.value[step])
                                .add(slot);
                    }
                    graphs.add(steps.graphs.get(step));
                    row += steps.graphs.get(step).nodes();
                }
            }
            memory.fill(graphs);
            NDList batch = memory.toArrays(manager).toList();
            batch.add(columns(nodes.build().toArray(), NODE, manager));
            batch.add(columns(links.build().toArray(), LINK, manager));
            return batch;
        }

        private static NDArray columns(long[] rows, int width, NDManager manager) {
            long[] columns = new long[rows.length];
            int height = rows.length / width;
            for (int i = 0; i < rows.length; i++) {
                columns[(i % width) * height + i / width] = rows[i];
            }
            return manager.create(columns, new Shape(width, height));
        }
    }
}
