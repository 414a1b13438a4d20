package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Image;
import org.selfsup.testing.Golden;

/**
 * Agreement with torchvision 0.28.0 on float tensors: {@code golden/image_ops.safetensors}, made
 * with {@code torchvision.transforms.functional} in float64.
 */
class ImageOpsGoldenTest {

    private final Golden golden = Golden.open("image_ops");
    private final PlanarImage image = new PlanarImage();

    ImageOpsGoldenTest() {
        image.set(golden.floats("image/float"), 3, 12, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "0.5", "1.4"})
    void brightnessAgrees(String factor) {
        Colors.adjustBrightness(image, Double.parseDouble(factor));
        golden.assertClose("brightness." + factor + "/float", image.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "1.5"})
    void contrastAgrees(String factor) {
        Colors.adjustContrast(image, Double.parseDouble(factor));
        golden.assertClose("contrast." + factor + "/float", image.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "1.5"})
    void saturationAgrees(String factor) {
        Colors.adjustSaturation(image, Double.parseDouble(factor));
        golden.assertClose("saturation." + factor + "/float", image.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.3", "0.1", "0.5"})
    void hueAgrees(String factor) {
        Colors.adjustHue(image, Double.parseDouble(factor));
        golden.assertClose("hue." + factor + "/float", image.toArray());
    }

    @Test
    void grayscaleAgrees() {
        Colors.grayscale(image);
        golden.assertClose("grayscale.3/float", image.toArray());
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 0.8, 0.8", "5, 5, 2.0, 2.0", "5, 3, 0.3, 1.5", "9, 9, 0.1, 0.1"})
    void blurAgrees(int kernelX, int kernelY, double sigmaX, double sigmaY) {
        GaussianBlur.blur(image, kernelX, kernelY, sigmaX, sigmaY);
        String name = "gaussian_blur." + kernelX + "x" + kernelY + "_" + sigmaX + "_" + sigmaY;
        golden.assertClose(name + "/float", image.toArray());
    }

    @Test
    void solarizeAgrees() {
        Colors.solarize(image, 0.5);
        golden.assertClose("solarize.0.5/float", image.toArray());
    }

    @Test
    void flipAgrees() {
        RandomHorizontalFlip.flip(image);
        golden.assertClose("hflip/float", image.toArray());
    }

    @Test
    void verticalFlipAgrees() {
        RandomVerticalFlip.flip(image);
        golden.assertClose("vflip/float", image.toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void quarterTurnsAgree(int turns) {
        new QuarterTurn(turns).apply(image, new SplittableRandom(0));
        assertThat(new long[] {3, image.height(), image.width()})
                .containsExactly(golden.shape("rotate90." + turns + "/float"));
        golden.assertClose("rotate90." + turns + "/float", image.toArray());
    }

    @Test
    void inversionAgrees() {
        Colors.invert(image);
        golden.assertClose("invert/float", image.toArray());
    }

    @Test
    void autocontrastAgrees() {
        Colors.autocontrast(image);
        golden.assertClose("autocontrast/float", image.toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void posterizingAgrees(int bits) {
        setLevels("image/uint8", 12, 16);
        Colors.posterize(image, bits);
        assertThat(levels()).containsExactly(golden.longs("posterize." + bits + "/uint8"));
    }

    @Test
    void equalizationAgrees() {
        setLevels("equalize/x", 26, 30);
        Colors.equalize(image);
        assertThat(levels()).containsExactly(golden.longs("equalize/uint8"));
    }

    @Test
    void greyOfOneChannelAgrees() {
        Colors.grayscale(image);
        golden.assertClose("grayscale.1/float", Arrays.copyOf(image.plane(0), image.planeSize()));
    }

    @Test
    void normalisationAgrees() {
        Normalize.IMAGENET.apply(image, new SplittableRandom(0));
        golden.assertClose("normalize/float", image.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 8, 10, 5, 4, BILINEAR", // smaller
        "0, 0, 12, 16, 6, 8, BILINEAR", // the whole picture, half
        "4, 5, 4, 6, 9, 13, BILINEAR", // larger
        "0, 2, 12, 12, 12, 12, BILINEAR", // as it is
        "1, 1, 9, 13, 4, 7, BICUBIC",
        "2, 3, 8, 10, 5, 4, BILINEAR_PLAIN"
    })
    void resizedCropAgrees(
            int top,
            int left,
            int height,
            int width,
            int rows,
            int columns,
            Interpolation interpolation) {
        // The crop is linear: a float picture is a sum of byte pictures, 255 x = b0 + b1 / 256 ...
        float[] source = golden.floats("image/float");
        float[] sum = new float[3 * rows * columns];
        for (int digit = 0; digit < 3; digit++) {
            double place = Math.pow(256, digit);
            byte[] pixels = new byte[source.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (long) (255 * source[i % 3 * 12 * 16 + i / 3] * place);
            }
            Image picture = new Image(pixels, 12, 16, 3);
            image.resampler.resize(
                    picture, top, left, height, width, rows, columns, interpolation, image);
            float[] part = image.toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (float) (part[i] / place);
            }
        }
        boolean plain = interpolation == Interpolation.BILINEAR_PLAIN;
        golden.assertClose(
                "resized_crop.%s_%d_%d_%d_%d_to_%dx%d_%s/float"
                        .formatted(
                                interpolation == Interpolation.BICUBIC ? "bicubic" : "bilinear",
                                top,
                                left,
                                height,
                                width,
                                rows,
                                columns,
                                plain ? "plain" : "antialias"),
                sum);
    }

    private void setLevels(String tensor, int height, int width) {
        long[] levels = golden.longs(tensor);
        float[] samples = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            samples[i] = levels[i] / 255f;
        }
        image.set(samples, 3, height, width);
    }

    private long[] levels() {
        float[] samples = image.toArray();
        long[] levels = new long[samples.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(255 * samples[i]);
        }
        return levels;
    }
}
