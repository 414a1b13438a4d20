package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Views;

/**
 * Views of graphs, one per transform: a batch is the four arrays of a {@link GraphBatch} for each,
 * to be taken apart by {@link GraphBatch#views}.
 *
 * <p>Many small graphs make a batch of as many; one large graph is the one sample of a batch of 1,
 * and an epoch is one step.
 */
public final class GraphViews implements Views<Graph> {

    private final GraphTransform shared;
    private final List<GraphTransform> transforms;

    /**
     * Views of graphs.
     *
     * @param transforms one per view, at least one
     */
    public GraphViews(GraphTransform... transforms) {
        this(GraphTransform.NONE, List.of(transforms));
    }

    /**
     * Views of the same random part of a graph.
     *
     * @param shared applied once, before the views are made; its result is what they all start from
     * @param transforms one per view, at least one
     */
    public GraphViews(GraphTransform shared, List<GraphTransform> transforms) {
        Ranges.require(!transforms.isEmpty(), "There is at least one view", "none");
        this.shared = shared;
        this.transforms = List.copyOf(transforms);
    }

    @Override
    public Batch<Graph> batch(int n) {
        Ranges.require(n >= 1, "A batch has at least one slot", n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Graph> {

        private final int n;
        private final List<Graph[]> views = new ArrayList<>();
        private final List<GraphBatch.Memory> memory = new ArrayList<>();
        private final AtomicInteger filled = new AtomicInteger();

        Slots(int n) {
            this.n = n;
            for (int v = 0; v < transforms.size(); v++) {
                views.add(new Graph[n]);
                memory.add(new GraphBatch.Memory());
            }
        }

        @Override
        public void put(int slot, Graph sample, RandomGenerator random) {
            Ranges.require(slot >= 0 && slot < n, "The batch has slots 0 to " + (n - 1), slot);
            Graph start = shared.apply(sample, random);
            for (int v = 0; v < transforms.size(); v++) {
                views.get(v)[slot] = transforms.get(v).apply(start, random);
            }
            // Whoever comes last puts the graphs together, so that training need not wait for it.
            if (filled.incrementAndGet() == n) {
                for (int v = 0; v < transforms.size(); v++) {
                    memory.get(v).fill(Arrays.asList(views.get(v)));
                }
                filled.set(0);
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = new NDList();
            for (GraphBatch.Memory view : memory) {
                arrays.addAll(view.toArrays(manager).toList());
            }
            return arrays;
        }
    }
}
