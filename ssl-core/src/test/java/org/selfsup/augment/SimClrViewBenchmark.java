package org.selfsup.augment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.selfsup.data.Image;
import org.selfsup.data.Views;

/**
 * Views per second on one thread, SimCLR's full set at strength 1 with blur, into the memory of a
 * batch: 32 x 32 from 32 x 32 and 224 x 224 from 320 x 400.
 *
 * <pre>mvn -pl ssl-core test-compile exec:java -Dexec.args="SimClrView -f 0"</pre>
 *
 * {@code -f 0}, as Maven's own process runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SimClrViewBenchmark {

    private static final int SLOTS = 16;
    private static final int PICTURES = 64;

    /** Rows and columns of a view. */
    @Param({"32", "224"})
    public int size;

    private final SplittableRandom random = new SplittableRandom(1);
    private Image[] pictures = {};
    private Views.Batch<Image> batch = SimClrAugmentation.CIFAR10.views().batch(1);
    private int next;

    /** Makes pictures with edges and texture. */
    @Setup
    public void setUp() {
        pictures = TestPictures.of(PICTURES, size == 32 ? 32 : 320, size == 32 ? 32 : 400);
        SimClrAugmentation augmentation =
                new SimClrAugmentation(size, 3, 1, true, Normalize.IMAGENET);
        batch = new ImageViews(3, List.of(augmentation.pipeline())).batch(SLOTS);
    }

    /** One view. */
    @Benchmark
    public void view() {
        batch.put(next % SLOTS, pictures[next % PICTURES], random);
        next = (next + 1) % (SLOTS * PICTURES);
    }
}
