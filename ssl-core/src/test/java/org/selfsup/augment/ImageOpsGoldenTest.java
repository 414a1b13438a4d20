package org.selfsup.augment;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    void normalisationAgrees() {
        Normalize.IMAGENET.apply(image, new SplittableRandom(0));
        golden.assertClose("normalize/float", image.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 8, 10, 5, 4", // smaller
        "0, 0, 12, 16, 6, 8", // the whole picture, half
        "4, 5, 4, 6, 9, 13", // larger
        "0, 2, 12, 12, 12, 12" // as it is
    })
    void resizedCropAgrees(int top, int left, int height, int width, int rows, int columns) {
        float[] source = golden.floats("image/float");
        float[] window = new float[height * width * 3];
        for (int i = 0; i < window.length; i++) {
            int y = top + i / 3 / width;
            int x = left + i / 3 % width;
            window[i] = source[(i % 3 * 12 + y) * 16 + x];
        }
        image.resampler.resize(window, height, width, 3, rows, columns, image);
        String place = top + "_" + left + "_" + height + "_" + width;
        golden.assertClose(
                "resized_crop.bilinear_"
                        + place
                        + "_to_"
                        + rows
                        + "x"
                        + columns
                        + "_antialias/float",
                image.toArray());
    }
}
