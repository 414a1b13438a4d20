package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.encoder.Dcgan.Norm;
import org.selfsup.engine.Autograd;

/** Features do not depend on how many threads extract them at once. */
class ConcurrentFeaturesTest {

    private static final int THREADS = 4;
    private static final int BATCHES = 16;

    static Stream<Arguments> encoders() {
        VisionTransformer.Config vit =
                new VisionTransformer.Config(32, 8, Transformer.Config.of(24, 2, 3));
        return Stream.of(
                Arguments.of("ConvNet", ConvNet.of(8, 16)),
                Arguments.of("ResNet", ResNet.resnet18(ResNet.Stem.IMAGENET)),
                Arguments.of("VisionTransformer", new VisionTransformer(vit)),
                Arguments.of("Dcgan", Dcgan.encoder(32, 8, Norm.SPECTRAL, 5)),
                Arguments.of("a block of DJL", djl()));
    }

    private static Block djl() {
        return new SequentialBlock()
                .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(4).build())
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(6).build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encoders")
    void featuresAreTheSameFromManyThreads(String name, Block block) throws Exception {
        try (Forward run = new Forward(block, 2, 3, 32, 32)) {
            check(run);
        }
    }

    @Test
    void featuresOfAnImportedModuleAreTheSameFromManyThreads(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("net.pt");
        TorchArchive.write(file);
        try (ImportedEncoder frozen = ImportedEncoder.frozen(file, Device.cpu());
                ImportedEncoder trained = ImportedEncoder.trained(file, Device.cpu())) {
            for (ImportedEncoder net : List.of(frozen, trained)) {
                try (Forward run = new Forward(net, 2, 3, 32, 32)) {
                    check(run);
                }
            }
        }
    }

    /** The threads come first, so that whatever is made on first use is made under contention. */
    private static void check(Forward run) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Future<List<float[]>>> parts = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                parts.add(
                        pool.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    List<float[]> features = new ArrayList<>();
                                    for (int b = first; b < BATCHES; b += THREADS) {
                                        features.add(features(run, b));
                                    }
                                    return features;
                                }));
            }
            for (int b = 0; b < BATCHES; b++) {
                assertThat(parts.get(b % THREADS).get().get(b / THREADS))
                        .isEqualTo(features(run, b));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static float[] features(Forward run, int batch) {
        try (NDManager manager = run.arrays.newSubManager();
                Autograd off = Autograd.off()) {
            NDArray x = manager.arange(2 * 3 * 32 * 32f).add(batch * 0.37f).sin();
            return run.block
                    .forward(run.store, new NDList(x.reshape(2, 3, 32, 32)), false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
