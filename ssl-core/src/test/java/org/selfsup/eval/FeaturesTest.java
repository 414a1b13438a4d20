package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;

class FeaturesTest {

    private static final int SIDE = 8;
    private static NDManager manager;
    private static Block encoder;

    @BeforeAll
    static void makeEncoder() {
        manager = LibTorch.newManager(Device.cpu());
        encoder =
                new SequentialBlock()
                        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(4).build())
                        .add(BatchNorm.builder().build())
                        .add(Activation::relu)
                        .add(Dropout.builder().optRate(0.5f).build())
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(5).build());
        encoder.setInitializer(new NormalInitializer(0.1f), Parameter.Type.WEIGHT);
        encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 1, SIDE, SIDE));
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @Test
    void featuresDoNotDependOnBatchSizeOrThreads() throws IOException {
        Features one = extract(new Pictures(23), 1, 1);
        assertThat(one.size()).isEqualTo(23);
        assertThat(one.dimension()).isEqualTo(5);
        for (int batch : new int[] {4, 7, 23, 100}) {
            for (int threads : new int[] {1, 3}) {
                Features other = extract(new Pictures(23), batch, threads);
                assertThat(other.values()).containsExactly(one.values(), within(1e-5f));
            }
        }
    }

    @Test
    void everyRowIsItsOwnSample() throws IOException {
        Features all = extract(new Pictures(9), 4, 2);
        try (NDManager scratch = manager.newSubManager()) {
            for (int i = 0; i < 9; i++) {
                var batch = new Planes().batch(1);
                batch.put(0, new Pictures(9).get(i), new SplittableRandom(0));
                float[] alone =
                        encoder.forward(
                                        new ParameterStore(scratch, false),
                                        batch.toArrays(scratch),
                                        false)
                                .head()
                                .toFloatArray();
                assertThat(all.rows(new int[] {i}).values()).containsExactly(alone, within(1e-5f));
            }
        }
    }

    @Test
    void extractionFromAnotherThreadBuildsNoGraph() throws Exception {
        List<Boolean> recorded = new ArrayList<>();
        Block watched =
                new LambdaBlock(
                        inputs -> {
                            NDArray weight = encoder.getParameters().valueAt(0).getArray();
                            recorded.add(weight.sum().hasGradient());
                            return new NDList(inputs.head().reshape(-1, SIDE * SIDE));
                        });
        Features[] result = new Features[1];
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result[0] =
                                        Features.extract(
                                                watched,
                                                new Pictures(3),
                                                new Planes(),
                                                2,
                                                Device.cpu(),
                                                1);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        thread.start();
        thread.join();
        assertThat(result[0].dimension()).isEqualTo(SIDE * SIDE);
        assertThat(recorded).containsExactly(false, false);
    }

    @Test
    void labelsComeAlongWhereThereAreAny() throws IOException {
        assertThat(extract(new Pictures(5), 2, 1).knownLabels().of())
                .containsExactly(0, 1, 2, 0, 1);
        Samples<Image> unlabelled =
                new Samples<>() {
                    @Override
                    public int size() {
                        return 3;
                    }

                    @Override
                    public Image get(int index) {
                        return new Pictures(3).get(index);
                    }
                };
        Features features = extract(unlabelled, 2, 1);
        assertThat(features.labels()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(features::knownLabels)
                .withMessageContaining("no labels");
    }

    @Test
    void unreadableSampleIsReportedAsItIs() {
        Samples<Image> broken =
                new Samples<>() {
                    @Override
                    public int size() {
                        return 10;
                    }

                    @Override
                    public Image get(int index) throws IOException {
                        if (index == 7) {
                            throw new IOException("cannot read seven.png");
                        }
                        return new Pictures(10).get(index);
                    }
                };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> extract(broken, 4, 2))
                .withMessage("cannot read seven.png");
    }

    @Test
    void encoderWithoutOneRowPerSampleIsRefused() {
        Block same = new LambdaBlock(inputs -> inputs);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Features.extract(
                                        same, new Pictures(4), new Planes(), 4, Device.cpu(), 1))
                .withMessageContaining("(4, 1, 8, 8)")
                .withMessageContaining("pool or flatten");
    }

    @Test
    void nanIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Features(new float[] {1, 2, 3, Float.NaN}, 2, null))
                .withMessageStartingWith("Feature 1 of sample 1 is NaN")
                .withMessageContaining("diverged");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Features(new float[5], 2, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blobs.labelled(new float[4], 2, 0, 1, 1))
                .withMessageContaining("each of 2 samples, got 3");
    }

    private static Features extract(Samples<Image> samples, int batch, int threads)
            throws IOException {
        return Features.extract(encoder, samples, new Planes(), batch, Device.cpu(), threads);
    }

    /** Random grey pictures of three classes. */
    private record Pictures(int size) implements Samples<Image> {

        @Override
        public Image get(int index) {
            byte[] pixels = new byte[SIDE * SIDE];
            new SplittableRandom(index).nextBytes(pixels);
            return new Image(pixels, SIDE, SIDE, 1);
        }

        @Override
        public Optional<Labels> labels() {
            int[] of = new int[size];
            for (int i = 0; i < size; i++) {
                of[i] = i % 3;
            }
            return Optional.of(new Labels(of, List.of("a", "b", "c")));
        }
    }

    /** The picture as it is, 0 to 1. */
    private static final class Planes implements Views<Image> {

        @Override
        public Views.Batch<Image> batch(int n) {
            float[] values = new float[n * SIDE * SIDE];
            return new Views.Batch<>() {
                @Override
                public void put(int slot, Image sample, RandomGenerator random) {
                    for (int i = 0; i < SIDE * SIDE; i++) {
                        values[slot * SIDE * SIDE + i] = sample.at(i / SIDE, i % SIDE, 0) / 255f;
                    }
                }

                @Override
                public NDList toArrays(NDManager manager) {
                    return new NDList(manager.create(values, new Shape(n, 1, SIDE, SIDE)));
                }
            };
        }
    }
}
