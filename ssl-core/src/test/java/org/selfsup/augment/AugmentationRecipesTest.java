package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;

class AugmentationRecipesTest {

    private static final Normalize UNIT = new Normalize(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    static List<ImageViews> recipes() {
        return List.of(
                new MoCoV2Augmentation(24, 3, true, UNIT).views(),
                new ByolAugmentation(24, 3, true, UNIT).views(),
                new DinoAugmentation(24, 12, 5, 3, 0.4, true, UNIT).views(),
                new SwAvAugmentation(new SimClrAugmentation(24, 3, 1, true, UNIT), 12, 5).views());
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void viewsStayBetweenZeroAndOneAndDiffer(ImageViews views) {
        Views.Batch<Image> batch = views.batch(8);
        for (int i = 0; i < 8; i++) {
            batch.put(i, noise(30 + i, 40 - i), Randomness.at(1, i));
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays).hasSize(views.pipelines().size());
            for (NDArray array : arrays) {
                for (float x : array.toFloatArray()) {
                    assertThat(x).isBetween(-1e-6f, 1.000001f);
                }
            }
            assertThat(arrays.get(0).toFloatArray()).isNotEqualTo(arrays.get(1).toFloatArray());
        }
    }

    @Test
    void multiCropGivesGlobalViewsThenSmallerLocalOnes() {
        for (ImageViews views : recipes().subList(2, 4)) {
            Views.Batch<Image> batch = views.batch(3);
            for (int i = 0; i < 3; i++) {
                batch.put(i, noise(32, 32), Randomness.at(1, i));
            }
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                Shape global = new Shape(3, 3, 24, 24);
                Shape local = new Shape(3, 3, 12, 12);
                assertThat(batch.toArrays(manager))
                        .extracting(NDArray::getShape)
                        .containsExactly(global, global, local, local, local, local, local);
            }
        }
    }

    @Test
    void byolBlursAndSolarizesEachViewInItsOwnWay() {
        ByolAugmentation byol = ByolAugmentation.IMAGENET;
        assertThat(byol.first().transforms())
                .contains(new GaussianBlur(23, 0.1, 2, 1))
                .noneMatch(RandomSolarize.class::isInstance);
        assertThat(byol.second().transforms())
                .contains(new GaussianBlur(23, 0.1, 2, 0.1), new RandomSolarize(0.5, 0.2));
        assertThat(byol.first().crop())
                .isEqualTo(new RandomResizedCrop(224, 0.08, 1, Interpolation.BICUBIC));
    }

    @Test
    void dinoSplitsTheAreaBetweenGlobalAndLocalCrops() {
        List<ImagePipeline> views = DinoAugmentation.IMAGENET.views().pipelines();
        assertThat(views).hasSize(10);
        assertThat(views.get(0).crop())
                .isEqualTo(new RandomResizedCrop(224, 0.4, 1, Interpolation.BICUBIC));
        assertThat(views.get(9).crop())
                .isEqualTo(new RandomResizedCrop(96, 0.05, 0.4, Interpolation.BICUBIC));
    }

    @Test
    void swAvCropsAsItsPaperDoes() {
        List<ImagePipeline> views = SwAvAugmentation.IMAGENET.views().pipelines();
        assertThat(views).hasSize(8);
        assertThat(views.get(1).crop())
                .isEqualTo(new RandomResizedCrop(224, 0.14, 1, Interpolation.BILINEAR));
        assertThat(views.get(2).crop())
                .isEqualTo(new RandomResizedCrop(96, 0.05, 0.14, Interpolation.BILINEAR));
        assertThat(views.get(2).transforms()).contains(new GaussianBlur(9, 0.1, 2, 0.5));
    }

    @Test
    void moCoV2JittersLessThanSimClr() {
        assertThat(MoCoV2Augmentation.IMAGENET.pipeline().transforms())
                .contains(new ColorJitter(0.4, 0.4, 0.4, 0.1, 0.8));
        assertThat(MoCoV2Augmentation.IMAGENET.pipeline().crop())
                .isEqualTo(new RandomResizedCrop(224, 0.2, 1, Interpolation.BILINEAR));
    }

    @Test
    void smallPicturesAreNotBlurred() {
        for (ImageViews views :
                List.of(
                        MoCoV2Augmentation.CIFAR10.views(),
                        ByolAugmentation.CIFAR10.views(),
                        DinoAugmentation.CIFAR10.views(),
                        SwAvAugmentation.CIFAR10.views())) {
            assertThat(views.pipelines())
                    .flatMap(ImagePipeline::transforms)
                    .noneMatch(GaussianBlur.class::isInstance);
        }
    }

    @Test
    void evaluationIsTheNormalisedCentre() {
        ImagePipeline centre = new ImagePipeline(new CenterCrop(32), Normalize.CIFAR10);
        for (ImageViews views :
                List.of(
                        MoCoV2Augmentation.CIFAR10.evaluationViews(),
                        ByolAugmentation.CIFAR10.evaluationViews(),
                        DinoAugmentation.CIFAR10.evaluationViews(),
                        SwAvAugmentation.CIFAR10.evaluationViews())) {
            assertThat(views.pipelines()).containsExactly(centre);
        }
    }

    @Test
    void bicubicCropsOvershootNowhere() {
        PlanarImage image = new PlanarImage();
        byte[] pixels = new byte[16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 16 < 8 ? 0 : 255);
        }
        Image edge = new Image(pixels, 16, 16, 1);
        new RandomResizedCrop(40, 1, 1, 1, 1, Interpolation.BICUBIC)
                .apply(edge, image, new SplittableRandom(1));
        for (float x : image.toArray()) {
            assertThat(x).isBetween(0f, 1f);
        }
    }

    @Test
    void badParametersAreRefused() {
        refused(() -> new DinoAugmentation(8, 4, -1, 3, 0.4, true, UNIT), "0 or more local views");
        refused(() -> new DinoAugmentation(8, 4, 1, 3, 0.01, true, UNIT), "0.05 to 1, got 0.01");
        refused(() -> new ByolAugmentation(8, 1, true, UNIT), "as the pictures have, 1");
        refused(() -> new MoCoV2Augmentation(0, 3, true, UNIT), "row and column, got 0");
        refused(() -> new SwAvAugmentation(SimClrAugmentation.CIFAR10, 0, 1), "got 0");
        ImagePipeline view = MoCoV2Augmentation.CIFAR10.pipeline();
        refused(() -> ImageViews.multiCrop(3, List.of(), view, 2), "at least one global view");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Image noise(int height, int width) {
        byte[] pixels = new byte[height * width * 3];
        new SplittableRandom(height).nextBytes(pixels);
        return new Image(pixels, height, width, 3);
    }
}
