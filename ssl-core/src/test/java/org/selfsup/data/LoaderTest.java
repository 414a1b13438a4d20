package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoaderTest {

    /** A view is (sample, one random number); the last buffers made are kept for a look inside. */
    private static final class Numbers implements Views<Integer> {

        final List<long[]> buffers = new ArrayList<>();

        @Override
        public Batch<Integer> batch(int n) {
            long[] slots = new long[n];
            buffers.add(slots);
            return new Batch<>() {
                @Override
                public void put(int slot, Integer sample, RandomGenerator random) {
                    slots[slot] = sample * 1_000_003L + random.nextInt(1_000_003);
                }

                @Override
                public NDList toArrays(NDManager manager) {
                    NDList list = new NDList();
                    list.add(manager.create(slots.clone()));
                    return list;
                }
            };
        }
    }

    private interface Get {
        int at(int index) throws IOException;
    }

    private static Samples<Integer> samples(int size, Get get) {
        return new Samples<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Integer get(int index) throws IOException {
                return get.at(index);
            }
        };
    }

    private static Samples<Integer> count(int size) {
        return samples(size, index -> index);
    }

    /** The batches of steps from (inclusive) to (exclusive). */
    private static List<long[]> read(int threads, long from, long to) throws IOException {
        List<long[]> batches = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Loader<Integer> loader =
                        new Loader<>(count(103), new Numbers(), 10, 5, threads, from)) {
            for (long step = from; step < to; step++) {
                try (Loader.Filled<Integer> filled = loader.take();
                        NDList arrays = filled.toArrays(manager)) {
                    assertThat(filled.step()).isEqualTo(step);
                    batches.add(arrays.get(0).toLongArray());
                }
            }
        }
        return batches;
    }

    @Test
    void batchesDoNotDependOnTheNumberOfThreads() throws IOException {
        long[][] one = read(1, 0, 35).toArray(long[][]::new);
        assertThat(read(2, 0, 35).toArray(long[][]::new)).isDeepEqualTo(one);
        assertThat(read(5, 0, 35).toArray(long[][]::new)).isDeepEqualTo(one);
    }

    @Test
    void startingAtAStepEqualsRunningUpToIt() throws IOException {
        long[][] all = read(2, 0, 35).toArray(long[][]::new);
        for (int from : new int[] {1, 9, 10, 23}) {
            assertThat(read(2, from, 35).toArray(long[][]::new))
                    .isDeepEqualTo(Arrays.copyOfRange(all, from, 35));
        }
    }

    @Test
    void everyEpochSeesEachSampleOnceInAnotherOrder() throws IOException {
        List<long[]> batches = read(2, 0, 20);
        int[] first = samplesOf(batches.subList(0, 10));
        int[] second = samplesOf(batches.subList(10, 20));
        assertThat(first).hasSize(100).doesNotHaveDuplicates();
        assertThat(second).hasSize(100).doesNotHaveDuplicates().isNotEqualTo(first);
    }

    @Test
    void aSampleHasOtherRandomnessInTheNextEpoch() throws IOException {
        long[] first = read(1, 0, 10).stream().flatMapToLong(Arrays::stream).sorted().toArray();
        long[] second = read(1, 10, 20).stream().flatMapToLong(Arrays::stream).sorted().toArray();
        assertThat(first).doesNotContain(second);
    }

    private static int[] samplesOf(List<long[]> batches) {
        return batches.stream()
                .flatMapToLong(Arrays::stream)
                .mapToInt(value -> (int) (value / 1_000_003))
                .toArray();
    }

    @Test
    void indicesNameTheSamplesSlotBySlot() throws IOException {
        Numbers numbers = new Numbers();
        try (Loader<Integer> loader = new Loader<>(count(20), numbers, 20, 1, 2);
                Loader.Filled<Integer> filled = loader.take()) {
            int[] found =
                    Arrays.stream(numbers.buffers.get(0))
                            .mapToInt(v -> (int) (v / 1_000_003))
                            .toArray();
            assertThat(filled.indices()).isEqualTo(found);
        }
    }

    @Test
    void memoryIsReusedAndNeverWhileTaken() throws IOException {
        Numbers numbers = new Numbers();
        try (Loader<Integer> loader = new Loader<>(count(100), numbers, 4, 1, 2)) {
            try (Loader.Filled<Integer> held = loader.take()) {
                long[] before = numbers.buffers.get(0).clone();
                for (int i = 0; i < 200; i++) {
                    loader.take().close();
                }
                assertThat(numbers.buffers.get(0)).isEqualTo(before);
                assertThat(held.step()).isZero();
            }
            assertThat(numbers.buffers).hasSize(3);
        }
    }

    @Test
    void aSampleThatCannotBeReadSurfacesAtItsStepAndStays() throws IOException {
        IOException broken = new IOException("7.png: cannot be decoded");
        Samples<Integer> samples =
                samples(
                        10,
                        index -> {
                            if (index == 7) {
                                throw broken;
                            }
                            return index;
                        });
        for (int threads : new int[] {1, 3}) {
            try (Loader<Integer> loader = new Loader<>(samples, new Numbers(), 1, 4, threads)) {
                List<Integer> seen = new ArrayList<>();
                assertThatThrownBy(
                                () -> {
                                    while (true) {
                                        try (Loader.Filled<Integer> filled = loader.take()) {
                                            seen.add(filled.indices()[0]);
                                        }
                                    }
                                })
                        .isSameAs(broken);
                assertThat(seen).doesNotContain(7).hasSizeLessThan(10);
                assertThatThrownBy(loader::take).isSameAs(broken);
            }
        }
    }

    @Test
    void theFirstFailingSlotIsTheOneReported() {
        Samples<Integer> samples =
                samples(
                        40,
                        index -> {
                            throw new IllegalStateException("sample " + index);
                        });
        String expected = "";
        for (int threads : new int[] {1, 4, 4, 4}) {
            try (Loader<Integer> loader = new Loader<>(samples, new Numbers(), 40, 4, threads)) {
                String message = catchMessage(loader);
                expected = expected.isEmpty() ? message : expected;
                assertThat(message).startsWith("sample ").isEqualTo(expected);
            }
        }
    }

    private static String catchMessage(Loader<Integer> loader) {
        try {
            loader.take();
            return "nothing thrown";
        } catch (IOException | IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void errorsSurfaceToo() {
        Samples<Integer> samples =
                samples(
                        4,
                        index -> {
                            throw new StackOverflowError("deep");
                        });
        try (Loader<Integer> loader = new Loader<>(samples, new Numbers(), 4, 1, 2)) {
            assertThatThrownBy(loader::take).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void closeStopsAfterTheSampleAtHandAndLeavesNoThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger got = new AtomicInteger();
        Samples<Integer> slow =
                samples(
                        1000,
                        index -> {
                            got.incrementAndGet();
                            begun.countDown();
                            pause();
                            return index;
                        });
        Loader<Integer> loader = new Loader<>(slow, new Numbers(), 1000, 1, 2);
        begun.await();
        loader.close();
        assertThat(got.get()).isBetween(2, 20);
        int after = got.get();
        pause();
        assertThat(got.get()).isEqualTo(after);
        assertThat(loaderThreads()).isEmpty();
        assertThatThrownBy(loader::take)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The loader is closed");
        loader.close();
    }

    @Test
    void anInterruptEndsTheWaitAndTakesNothing() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loader<Integer> loader = new Loader<>(stuck(release), new Numbers(), 4, 1, 1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::take).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            release.countDown();
            try (Loader.Filled<Integer> filled = loader.take()) {
                assertThat(filled.step()).isZero();
            }
        }
    }

    @Test
    void closeWakesAWaitingConsumer() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Loader<Integer> loader = new Loader<>(stuck(release), new Numbers(), 4, 1, 1);
        List<String> heard = new CopyOnWriteArrayList<>();
        Thread consumer = new Thread(() -> heard.add(catchMessage(loader)));
        consumer.start();
        Thread closer = new Thread(loader::close);
        closer.start();
        consumer.join();
        assertThat(heard).containsExactly("The loader is closed");
        release.countDown();
        closer.join();
        assertThat(loaderThreads()).isEmpty();
    }

    /** Samples that nobody gets before the release. */
    private static Samples<Integer> stuck(CountDownLatch release) {
        return samples(
                4,
                index -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return index;
                });
    }

    @Test
    void misuseIsToldApart() throws IOException {
        try (Loader<Integer> loader = new Loader<>(count(9), new Numbers(), 3, 1, 1)) {
            List<Loader.Filled<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(loader.take());
            }
            assertThatThrownBy(loader::take)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("All 3 batches are taken; close one before taking the next");
            taken.get(1).close();
            taken.get(1).close();
            assertThatThrownBy(() -> taken.get(1).step()).isInstanceOf(IllegalStateException.class);
            assertThat(loader.take().step()).isEqualTo(3);
        }
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        Numbers numbers = new Numbers();
        assertThatThrownBy(() -> new Loader<>(count(9), numbers, 10, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "A batch takes 1 to 9 samples, as many as there are, got a batch size of 10");
        assertThatThrownBy(() -> new Loader<>(count(9), numbers, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Loader<>(count(9), numbers, 3, 1, 0))
                .hasMessage("A loader needs at least 1 thread, got 0");
        assertThatThrownBy(() -> new Loader<>(count(9), numbers, 3, 1, 1, -1))
                .hasMessage("Steps count from 0, got -1");
        assertThat(loaderThreads()).isEmpty();
    }

    private static List<Thread> loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("selfsup-loader"))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
