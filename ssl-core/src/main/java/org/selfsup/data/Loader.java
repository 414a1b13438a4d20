package org.selfsup.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;

/**
 * Shuffled batches of views, made ahead of time by many threads.
 *
 * <p>The batch of a step is a function of seed and step alone. An epoch has {@code size /
 * batchSize} batches, the tail is dropped; its order is shuffled by (seed, epoch), and a sample's
 * views are drawn from (seed, epoch, sample index). So a run resumed at any step sees the same
 * bits, on any number of threads.
 *
 * <p>All threads work on one batch, then on the next. {@value #DEPTH} batches exist and are used in
 * turn, so memory stays flat.
 *
 * <pre>{@code
 * try (Loader<Image> loader = new Loader<>(set.train(), views, 128, seed, threads, firstStep)) {
 *     for (long step = firstStep; step < steps; step++) {
 *         try (Loader.Filled<Image> filled = loader.take()) {
 *             NDList batch = filled.toArrays(manager);
 *         }
 *     }
 * }
 * }</pre>
 *
 * @param <S> one sample
 */
public final class Loader<S> implements AutoCloseable {

    /** One batch with the consumer, one ready, one in the making. */
    private static final int DEPTH = 3;

    /** First key of the shuffle's randomness; a sample's is the epoch, never negative. */
    private static final long SHUFFLE = -1;

    private final Samples<S> samples;
    private final int batchSize;
    private final int batchesPerEpoch;
    private final long seed;
    private final int chunk;
    private final List<Thread> workers = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();

    // All below is guarded by the lock.
    private final Deque<Slots<S>> free = new ArrayDeque<>();

    /** Batches in the making or ready, in the order of their steps. */
    private final Deque<Slots<S>> started = new ArrayDeque<>();

    private int[] order = {};
    private long orderEpoch = -1;
    private long nextStep;
    private volatile boolean closed; // read without the lock between two samples

    /** A loader that starts at step 0. */
    public Loader(Samples<S> samples, Views<S> views, int batchSize, long seed, int threads) {
        this(samples, views, batchSize, seed, threads, 0);
    }

    /**
     * Starts the threads.
     *
     * @param samples what to draw from
     * @param views what to make of a sample
     * @param batchSize n, 1 to {@code samples.size()}
     * @param seed decides order and views
     * @param threads worker threads, at least 1
     * @param firstStep the step of the first batch, 0 or more
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Loader(
            Samples<S> samples,
            Views<S> views,
            int batchSize,
            long seed,
            int threads,
            long firstStep) {
        requireBatch(batchSize, samples);
        if (threads < 1) {
            throw new IllegalArgumentException("A loader needs at least 1 thread, got " + threads);
        }
        if (firstStep < 0) {
            throw new IllegalArgumentException("Steps count from 0, got " + firstStep);
        }
        this.samples = samples;
        this.batchSize = batchSize;
        this.batchesPerEpoch = samples.size() / batchSize;
        this.seed = seed;
        // A few chunks a thread even out samples that take longer.
        this.chunk = Math.max(1, batchSize / (4 * threads));
        this.nextStep = firstStep;
        for (int i = 0; i < DEPTH; i++) {
            free.add(new Slots<>(views.batch(batchSize), batchSize));
        }
        for (int i = 1; i <= threads; i++) {
            Thread worker = new Thread(this::run, "selfsup-loader-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
        workers.forEach(Thread::start);
    }

    /**
     * Checks the size of a batch.
     *
     * @throws IllegalArgumentException if it is below 1 or the samples do not fill one
     */
    public static void requireBatch(int batchSize, Samples<?> samples) {
        if (batchSize < 1 || batchSize > samples.size()) {
            throw new IllegalArgumentException(
                    Troubleshooting.BATCH_SIZE.of(
                            "A batch takes 1 to %d samples, as many as there are, got a batch size of %d"
                                    .formatted(samples.size(), batchSize)));
        }
    }

    /** Batches in one pass over the samples, at least 1. */
    public int batchesPerEpoch() {
        return batchesPerEpoch;
    }

    /**
     * The batch of the next step; waits until it is ready. Close it to give its memory back.
     *
     * @throws IOException if a sample could not be read: what {@link Samples#get} threw, now and on
     *     every later call; {@link InterruptedIOException} if this thread was interrupted, which
     *     takes nothing
     * @throws IllegalStateException if the loader is closed or all {@value #DEPTH} batches are
     *     taken
     */
    public Filled<S> take() throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("The loader is closed");
                }
                Slots<S> first = started.peek();
                if (first != null && first.missing == 0) {
                    rethrow(first.failure);
                    started.remove();
                    return new Filled<>(this, first);
                }
                if (first == null && free.isEmpty()) {
                    throw new IllegalStateException(
                            "All %d batches are taken; close one before taking the next"
                                    .formatted(DEPTH));
                }
                done.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("Interrupted while waiting for a batch");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the threads, each after the sample it is at, and waits for them. Batches that were taken
     * stay valid.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            done.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            Slots<S> slots;
            int from;
            lock.lock();
            try {
                slots = slotsToFill();
                while (slots == null) {
                    if (closed) {
                        return;
                    }
                    work.awaitUninterruptibly();
                    slots = slotsToFill();
                }
                from = slots.assigned;
                slots.assigned = Math.min(from + chunk, batchSize);
            } finally {
                lock.unlock();
            }
            fill(slots, from, Math.min(from + chunk, batchSize));
        }
    }

    /** The batch that has slots nobody works on, a new one if need be; null if there is no room. */
    private @Nullable Slots<S> slotsToFill() {
        if (closed) {
            return null;
        }
        Slots<S> last = started.peekLast();
        if (last != null && last.assigned < batchSize) {
            return last;
        }
        Slots<S> next = free.poll();
        if (next != null) {
            start(next, nextStep++);
            started.add(next);
            work.signalAll();
        }
        return next;
    }

    private void start(Slots<S> slots, long step) {
        long epoch = step / batchesPerEpoch;
        if (epoch != orderEpoch) {
            order = Randomness.permutation(samples.size(), Randomness.at(seed, SHUFFLE, epoch));
            orderEpoch = epoch;
        }
        int first = (int) (step % batchesPerEpoch) * batchSize;
        System.arraycopy(order, first, slots.indices, 0, batchSize);
        slots.step = step;
        slots.epoch = epoch;
        slots.assigned = 0;
        slots.missing = batchSize;
    }

    private void fill(Slots<S> slots, int from, int to) {
        int slot = from;
        Throwable failure = null;
        try {
            for (; slot < to && !closed; slot++) {
                int index = slots.indices[slot];
                RandomGenerator random = Randomness.at(seed, slots.epoch, index);
                slots.views.put(slot, samples.get(index), random);
            }
        } catch (Throwable e) { // the consumer throws it, whatever it is
            failure = e;
        }
        lock.lock();
        try {
            if (failure != null && slot < slots.failedSlot) {
                slots.failedSlot = slot;
                slots.failure = failure;
            }
            slots.missing -= to - from;
            if (slots.missing == 0) {
                done.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        } else if (failure != null) {
            throw new IOException(failure);
        }
    }

    private void giveBack(Slots<S> slots) {
        lock.lock();
        try {
            free.add(slots);
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Memory for one batch and how far it has come. */
    private static final class Slots<S> {

        private final Views.Batch<S> views;
        private final int[] indices;
        private long step;
        private long epoch;

        /** Slots up to this one are done or being worked on. */
        private int assigned;

        /** Slots not done yet. */
        private int missing;

        /** The first slot that failed, so that which failure shows does not hang on timing. */
        private int failedSlot = Integer.MAX_VALUE;

        private @Nullable Throwable failure;

        Slots(Views.Batch<S> views, int batchSize) {
            this.views = views;
            this.indices = new int[batchSize];
        }
    }

    /**
     * A batch that is ready.
     *
     * @param <S> one sample
     */
    public static final class Filled<S> implements AutoCloseable {

        private final Loader<S> loader;
        private @Nullable Slots<S> slots;

        private Filled(Loader<S> loader, Slots<S> slots) {
            this.loader = loader;
            this.slots = slots;
        }

        /** The step this batch belongs to. */
        public long step() {
            return open().step;
        }

        /** Which samples are in the batch, slot by slot. */
        public int[] indices() {
            return open().indices.clone();
        }

        /**
         * The views as arrays. They may share the batch's memory: close them before the batch.
         *
         * @param manager owner of the arrays; its device is where they go
         */
        public NDList toArrays(NDManager manager) {
            return open().views.toArrays(manager);
        }

        /** Gives the memory back to be filled again. */
        @Override
        public void close() {
            if (slots != null) {
                loader.giveBack(slots);
                slots = null;
            }
        }

        private Slots<S> open() {
            if (slots == null) {
                throw new IllegalStateException(
                        "This batch was closed, its memory is in use again");
            }
            return slots;
        }
    }
}
