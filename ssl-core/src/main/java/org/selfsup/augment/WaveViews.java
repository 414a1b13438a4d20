package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;

/**
 * Views of recordings: a batch is one array each, {@code (n, 1, t)} of a {@link WavePipeline} and
 * {@code (n, 1, mels, frames)} of a {@link LogMelPipeline}.
 *
 * <p>On the CPU the arrays share the batch's memory, and closing the manager frees everything: give
 * {@code toArrays} one that lives for a step.
 *
 * @param views at least one
 */
public record WaveViews(List<WaveView> views) implements Views<Waveform> {

    /** Copies the list. */
    public WaveViews {
        Ranges.require(!views.isEmpty(), "There is at least one view", "none");
        views = List.copyOf(views);
    }

    /** Views in this order. */
    public WaveViews(WaveView... views) {
        this(List.of(views));
    }

    @Override
    public Batch<Waveform> batch(int n) {
        Ranges.require(n >= 1, "A batch has at least one slot", n);
        return new Slots(n, views);
    }

    private static final class Slots implements Batch<Waveform> {

        private final int n;
        private final List<WaveView> views;
        private final List<ByteBuffer> memory = new ArrayList<>(); // each n views

        Slots(int n, List<WaveView> views) {
            this.n = n;
            this.views = views;
            for (WaveView view : views) {
                memory.add(ViewMemory.allocate(n * view.shape().size()));
            }
        }

        @Override
        public void put(int slot, Waveform sample, RandomGenerator random) {
            Ranges.require(slot >= 0 && slot < n, "The batch has slots 0 to " + (n - 1), slot);
            for (int v = 0; v < memory.size(); v++) {
                float[] values = views.get(v).apply(sample, random);
                Ranges.require(
                        values.length == views.get(v).shape().size(),
                        "A view has the values of its shape, " + views.get(v).shape(),
                        values.length);
                memory.get(v).asFloatBuffer().put(slot * values.length, values);
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = new NDList();
            for (int v = 0; v < memory.size(); v++) {
                Shape shape = new Shape(n).addAll(views.get(v).shape());
                // Shares this memory and keeps it reachable as long as the manager is open.
                arrays.add(manager.create(memory.get(v).duplicate(), shape, DataType.FLOAT32));
            }
            return arrays;
        }
    }
}
