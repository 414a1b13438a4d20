package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Labels;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * What a frozen encoder says of n samples: {@code (n, d)}, row by row, all finite.
 *
 * @param values n times d values; shared, not copied
 * @param dimension d, at least 1
 * @param labels the samples' classes, null where they are not known
 */
public record Features(float[] values, int dimension, @Nullable Labels labels) {

    /**
     * Checks the sizes and that every value is finite.
     *
     * @throws IllegalArgumentException if one is NaN or infinite, or the sizes do not fit
     */
    public Features {
        if (dimension < 1 || values.length == 0 || values.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "Features are n rows of d values, got "
                            + values.length
                            + " values for d = "
                            + dimension);
        }
        int n = values.length / dimension;
        if (labels != null && labels.of().length != n) {
            throw new IllegalArgumentException(
                    "Expected a label for each of " + n + " samples, got " + labels.of().length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "Feature "
                                + i % dimension
                                + " of sample "
                                + i / dimension
                                + " is "
                                + values[i]
                                + ", not a finite number: the encoder has diverged; train it again"
                                + " with a lower learning rate");
            }
        }
    }

    /** How many samples there are. */
    public int size() {
        return values.length / dimension;
    }

    /**
     * The classes of the samples.
     *
     * @throws IllegalArgumentException if they are not known
     */
    public Labels knownLabels() {
        if (labels == null) {
            throw new IllegalArgumentException(
                    "A probe needs the classes of its samples, but this data has no labels");
        }
        return labels;
    }

    /** The features of some samples, in the given order. */
    public Features rows(int[] rows) {
        float[] some = new float[rows.length * dimension];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dimension, some, i * dimension, dimension);
        }
        return new Features(
                some,
                dimension,
                labels == null
                        ? null
                        : new Labels(
                                Arrays.stream(rows).map(row -> labels.of()[row]).toArray(),
                                labels.names()));
    }

    /** The features as an array {@code (n, d)}. */
    NDArray array(NDManager manager) {
        return manager.create(values, new Shape(size(), dimension));
    }

    /**
     * Runs an encoder over all samples, without gradient and with normalisation layers in
     * evaluation mode, so that a sample's features do not depend on its batch. Views of the next
     * batch are made while the encoder works on one; memory does not grow with the samples beyond
     * the result.
     *
     * @param encoder initialised, from a batch of views to {@code (n, d)}
     * @param samples what to encode; their labels are kept
     * @param views how the encoder sees a sample; meant to be without randomness
     * @param batchSize samples encoded at once, at least 1
     * @param device where the encoder's parameters are
     * @param threads threads that read samples and make views, at least 1
     * @throws IOException if a sample cannot be read
     * @throws IllegalArgumentException if the encoder gives anything but one finite {@code (n, d)}
     */
    public static <S> Features extract(
            Block encoder,
            Samples<S> samples,
            Views<S> views,
            int batchSize,
            Device device,
            int threads)
            throws IOException {
        if (batchSize < 1 || threads < 1 || samples.size() < 1) {
            throw new IllegalArgumentException(
                    "Extracting features needs at least 1 sample, a batch of 1 and 1 thread, got "
                            + samples.size()
                            + ", "
                            + batchSize
                            + " and "
                            + threads);
        }
        int n = samples.size();
        float[] values = {};
        int dimension = 0;
        ExecutorService workers = Executors.newFixedThreadPool(threads, Features::worker);
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(device)) {
            ParameterStore parameters = new ParameterStore(manager, false);
            Slots<S> next = new Slots<>(samples, views, Math.min(batchSize, n));
            Slots<S> spare = n > batchSize ? new Slots<>(samples, views, batchSize) : next;
            next.fill(0, workers, threads);
            for (int start = 0; start < n; start += batchSize) {
                Slots<S> current = next;
                current.await();
                int rest = n - start - batchSize;
                if (rest > 0) {
                    next = rest < batchSize ? new Slots<>(samples, views, rest) : spare;
                    spare = current;
                    next.fill(start + batchSize, workers, threads);
                }
                float[] batch;
                try (NDManager step = manager.newSubManager()) {
                    NDList inputs = current.batch.toArrays(step);
                    batch = matrix(encoder.forward(parameters, inputs, false), current.count);
                }
                if (start == 0) {
                    dimension = batch.length / current.count;
                    values = new float[arrayLength(n, dimension)];
                }
                System.arraycopy(batch, 0, values, start * dimension, batch.length);
            }
        } finally {
            workers.shutdown(); // an interrupt would close files that the samples share
        }
        return new Features(values, dimension, samples.labels().orElse(null));
    }

    /**
     * Runs an encoder over all nodes of a graph at once, without gradient and with normalisation
     * layers in evaluation mode.
     *
     * @param encoder initialised, from the arrays of a {@link GraphBatch} to {@code (n, d)}
     * @param nodes the graph; its labels are kept
     * @param device where the encoder's parameters are
     * @throws IllegalArgumentException if the encoder gives anything but one finite {@code (n, d)}
     */
    public static Features ofNodes(Block encoder, NodeSet nodes, Device device) {
        try (NDManager manager = LibTorch.newManager(device)) {
            NDList inputs = GraphBatch.of(List.of(nodes.graph()), manager).toList();
            return ofNodes(encoder, nodes, inputs);
        }
    }

    /**
     * The same for an encoder that sees the graph otherwise, such as in two views.
     *
     * @param seen without randomness, every view with all nodes in their order
     */
    public static Features ofNodes(Block encoder, NodeSet nodes, Views<Graph> seen, Device device) {
        Views.Batch<Graph> batch = seen.batch(1);
        batch.put(0, nodes.graph(), Randomness.at(0));
        try (NDManager manager = LibTorch.newManager(device)) {
            return ofNodes(encoder, nodes, batch.toArrays(manager));
        }
    }

    private static Features ofNodes(Block encoder, NodeSet nodes, NDList inputs) {
        try (Autograd off = Autograd.off()) {
            ParameterStore parameters = new ParameterStore(inputs.getManager(), false);
            int n = nodes.graph().nodes();
            float[] values = matrix(encoder.forward(parameters, inputs, false), n);
            return new Features(values, values.length / n, nodes.labels());
        }
    }

    private static float[] matrix(NDList outputs, int count) {
        Shape shape = outputs.isEmpty() ? new Shape() : outputs.head().getShape();
        if (outputs.size() != 1 || shape.dimension() != 2 || shape.get(0) != count) {
            throw new IllegalArgumentException(
                    "An encoder gives one array (n, d), here ("
                            + count
                            + ", d), but this one gave "
                            + outputs.size()
                            + ", the first of shape "
                            + shape
                            + "; pool or flatten its output");
        }
        return outputs.head().toType(DataType.FLOAT32, false).toFloatArray();
    }

    private static int arrayLength(int n, int dimension) {
        if ((long) n * dimension > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "Features of "
                            + n
                            + " samples of dimension "
                            + dimension
                            + " do not fit into one array; use fewer samples");
        }
        return n * dimension;
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "features");
        thread.setDaemon(true);
        return thread;
    }

    /** A batch of views that several threads fill. */
    private static final class Slots<S> {
        private final Samples<S> samples;
        private final Views.Batch<S> batch;
        private final int count;
        private final List<Future<?>> tasks = new ArrayList<>();

        Slots(Samples<S> samples, Views<S> views, int count) {
            this.samples = samples;
            this.count = count;
            batch = views.batch(count);
        }

        void fill(int start, ExecutorService workers, int threads) {
            for (int t = 0; t < threads; t++) {
                int from = (int) ((long) count * t / threads);
                int to = (int) ((long) count * (t + 1) / threads);
                tasks.add(
                        workers.submit(
                                () -> {
                                    for (int slot = from; slot < to; slot++) {
                                        int index = start + slot;
                                        batch.put(
                                                slot, samples.get(index), Randomness.at(0, index));
                                    }
                                    return null;
                                }));
            }
        }

        void await() throws IOException {
            try {
                for (Future<?> task : tasks) {
                    task.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while features were extracted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
            tasks.clear();
        }
    }
}
