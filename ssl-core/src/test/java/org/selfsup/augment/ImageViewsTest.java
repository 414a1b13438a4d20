package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;

class ImageViewsTest {

    private final SplittableRandom random = new SplittableRandom(3);

    @ParameterizedTest
    @CsvSource({"40, 56, 32, true", "32, 32, 32, false", "20, 24, 45, true", "150, 90, 21, true"})
    void aViewAgreesWithPlainLoops(int height, int width, int size, boolean blur) {
        SimClrAugmentation augmentation =
                new SimClrAugmentation(size, 3, 1, blur, Normalize.IMAGENET);
        PlanarImage view = new PlanarImage();
        for (int seed = 0; seed < 12; seed++) {
            Image source = noise(height, width, 3);
            augmentation.pipeline().apply(source, view, new SplittableRandom(seed));
            double[][][] expected =
                    ReferenceView.of(source, augmentation, new SplittableRandom(seed));
            for (int i = 0; i < view.size(); i++) {
                int at = i % (size * size);
                assertThat((double) view.plane(i / (size * size))[at])
                        .as("seed %d at %d", seed, i)
                        .isCloseTo(expected[i / (size * size)][at / size][at % size], within(1e-4));
            }
        }
    }

    @Test
    void aBatchDoesNotDependOnThreads() {
        ImageViews views = new SimClrAugmentation(24, 3, 1, true, Normalize.CIFAR10).views();
        List<Image> sources = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sources.add(noise(30 + i % 5, 40 - i % 7, 3));
        }
        Views.Batch<Image> one = views.batch(40);
        Views.Batch<Image> many = views.batch(40);
        for (int i = 39; i >= 0; i--) {
            one.put(i, sources.get(i), Randomness.at(5, i));
        }
        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> many.put(i, sources.get(i), Randomness.at(5, i)));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList a = one.toArrays(manager);
            NDList b = many.toArrays(manager);
            for (int v = 0; v < 2; v++) {
                assertThat(a.get(v).toFloatArray()).containsExactly(b.get(v).toFloatArray());
            }
            assertThat(Arrays.equals(a.get(0).toFloatArray(), a.get(1).toFloatArray())).isFalse();
        }
    }

    @Test
    void arraysHaveThePlanesOfTheViews() {
        ImageViews views =
                new ImageViews(
                        3,
                        List.of(
                                new ImagePipeline(new CenterCrop(8)),
                                new ImagePipeline(new CenterCrop(5), Normalize.CIFAR10)));
        Views.Batch<Image> batch = views.batch(2);
        Image first = noise(8, 8, 3);
        Image second = noise(8, 8, 3);
        batch.put(0, first, random);
        batch.put(1, second, random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays.get(0).getShape()).isEqualTo(new Shape(2, 3, 8, 8));
            assertThat(arrays.get(1).getShape()).isEqualTo(new Shape(2, 3, 5, 5));
            NDArray array = arrays.get(0);
            for (int c = 0; c < 3; c++) {
                assertThat(array.getFloat(0, c, 2, 7)).isEqualTo(first.at(2, 7, c) / 255f);
                assertThat(array.getFloat(1, c, 5, 0)).isEqualTo(second.at(5, 0, c) / 255f);
            }
        }
    }

    @Test
    void nothingStaysBehindInTheEngine() {
        Views.Batch<Image> batch =
                new SimClrAugmentation(8, 3, 0.5, false, Normalize.CIFAR10).views().batch(1);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (int i = 0; i < 3; i++) {
                batch.put(0, noise(8, 8, 3), random);
                try (NDManager step = manager.newSubManager()) {
                    batch.toArrays(step);
                    assertThat(step.getManagedArrays()).hasSize(4);
                }
                assertThat(manager.getManagedArrays()).isEmpty();
            }
        }
    }

    @Test
    void greyPicturesPassThroughTheSamePipeline() {
        SimClrAugmentation augmentation = new SimClrAugmentation(28, 1, 0.5, true, Normalize.MNIST);
        Views.Batch<Image> batch = augmentation.views().batch(3);
        for (int i = 0; i < 3; i++) {
            batch.put(i, noise(28, 28, 1), random);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (NDArray view : batch.toArrays(manager)) {
                assertThat(view.getShape()).isEqualTo(new Shape(3, 1, 28, 28));
                for (float value : view.toFloatArray()) {
                    assertThat(value).isBetween(-0.425f, 2.83f);
                }
            }
        }
    }

    @Test
    void evaluationHasNoRandomness() {
        Views.Batch<Image> batch = SimClrAugmentation.CIFAR10.evaluationViews().batch(2);
        Image source = noise(48, 40, 3);
        batch.put(0, source, new SplittableRandom(1));
        batch.put(1, source, new SplittableRandom(2));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays).hasSize(1);
            assertThat(arrays.get(0).get(0).toFloatArray())
                    .containsExactly(arrays.get(0).get(1).toFloatArray());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        ImageViews views = SimClrAugmentation.CIFAR10.views();
        assertThatThrownBy(() -> views.batch(1).put(0, noise(8, 8, 1), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 channels, got one with 1");
        assertThatThrownBy(() -> views.batch(1).put(1, noise(8, 8, 3), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slots 0 to 0, got 1");
        assertThatThrownBy(() -> views.batch(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one slot, got 0");
        assertThatThrownBy(() -> SimClrAugmentation.IMAGENET.views().batch(4000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 GiB");
        ImagePipeline growing =
                new ImagePipeline(new CenterCrop(4), (image, r) -> image.reshape(3, 5, 4));
        assertThatThrownBy(
                        () ->
                                new ImageViews(3, List.of(growing))
                                        .batch(1)
                                        .put(0, noise(8, 8, 3), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A view is 3 x 4 x 4, but its transforms made it 3 x 5 x 4");
        assertThatThrownBy(() -> new SimClrAugmentation(8, 1, 1, true, Normalize.CIFAR10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as many channels as the pictures have, 1");
    }

    private Image noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        random.nextBytes(pixels);
        return new Image(pixels, height, width, channels);
    }
}
