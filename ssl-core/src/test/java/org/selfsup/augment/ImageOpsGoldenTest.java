package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Image;
import org.selfsup.testing.Golden;

/**
 * Agreement with torchvision 0.28.0 on float and on 8-bit tensors, golden group image_ops, made
 * with {@code torchvision.transforms.functional}.
 *
 * <p>Our samples are floats throughout. For the 8-bit cases they start as whole levels, and the
 * result is brought to whole levels as torchvision does.
 */
class ImageOpsGoldenTest {

    private static final String TRUNCATED =
            "torchvision truncates 8-bit results, greys and means; we keep fractions until the end";
    private static final String ROUNDED =
            "torchvision rounds 8-bit results; we keep fractions until the end";

    private final Golden golden = Golden.open("image_ops", Colors.class);
    private final PlanarImage image = new PlanarImage();

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "0.5", "1.4"})
    void brightnessAgrees(String factor) {
        double f = Double.parseDouble(factor);
        colourAgrees("brightness." + factor, x -> Colors.adjustBrightness(x, f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "1.5"})
    void contrastAgrees(String factor) {
        double f = Double.parseDouble(factor);
        colourAgrees("contrast." + factor, x -> Colors.adjustContrast(x, f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "1.5"})
    void saturationAgrees(String factor) {
        double f = Double.parseDouble(factor);
        colourAgrees("saturation." + factor, x -> Colors.adjustSaturation(x, f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.3", "0.1", "0.5"})
    void hueAgrees(String factor) {
        double f = Double.parseDouble(factor);
        colourAgrees("hue." + factor, x -> Colors.adjustHue(x, f));
    }

    @Test
    void grayscaleAgrees() {
        colourAgrees("grayscale.3", Colors::grayscale);
        setFloats();
        Colors.grayscale(image);
        golden.assertClose("grayscale.1/float", Arrays.copyOf(image.plane(0), image.planeSize()));
        setLevels("image/uint8", 12, 16);
        Colors.grayscale(image);
        golden.differing(TRUNCATED)
                .assertLevels("grayscale.1/uint8", Arrays.copyOf(levels(0), image.planeSize()), 1);
    }

    @Test
    void autocontrastAgrees() {
        colourAgrees("autocontrast", Colors::autocontrast);
    }

    @Test
    void solarizationAgrees() {
        setFloats();
        Colors.solarize(image, 0.5);
        golden.assertClose("solarize.0.5/float", image.toArray());
        setLevels("image/uint8", 12, 16);
        Colors.solarize(image, 127 / 255.0);
        golden.assertEqual("solarize.0.5/uint8", levels(0.5));
    }

    @Test
    void inversionAgrees() {
        exactly(golden, "invert", Colors::invert);
    }

    @Test
    void flipsAgree() {
        exactly(golden.of(RandomHorizontalFlip.class), "hflip", RandomHorizontalFlip::flip);
        exactly(golden.of(RandomVerticalFlip.class), "vflip", RandomVerticalFlip::flip);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void quarterTurnsAgree(int turns) {
        QuarterTurn turn = new QuarterTurn(turns);
        String name = "rotate90." + turns;
        exactly(golden.of(QuarterTurn.class), name, x -> turn.apply(x, new SplittableRandom(0)));
        assertThat(new long[] {3, image.height(), image.width()})
                .containsExactly(golden.shape(name + "/float"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void posterizingAgrees(int bits) {
        setLevels("image/uint8", 12, 16);
        Colors.posterize(image, bits);
        golden.assertEqual("posterize." + bits + "/uint8", levels(0.5));
    }

    @Test
    void equalizationAgrees() {
        setLevels("equalize/x", 26, 30);
        Colors.equalize(image);
        golden.assertEqual("equalize/uint8", levels(0.5));
    }

    @Test
    void normalisationAgrees() {
        setFloats();
        Normalize.IMAGENET.apply(image, new SplittableRandom(0));
        golden.of(Normalize.class).assertClose("normalize/float", image.toArray());
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 0.8, 0.8", "5, 5, 2.0, 2.0", "5, 3, 0.3, 1.5", "9, 9, 0.1, 0.1"})
    void blurAgrees(int kernelX, int kernelY, double sigmaX, double sigmaY) {
        String name = "gaussian_blur." + kernelX + "x" + kernelY + "_" + sigmaX + "_" + sigmaY;
        Golden blurs = golden.of(GaussianBlur.class);
        setFloats();
        GaussianBlur.blur(image, kernelX, kernelY, sigmaX, sigmaY);
        blurs.assertClose(name + "/float", image.toArray());
        setLevels("image/uint8", 12, 16);
        GaussianBlur.blur(image, kernelX, kernelY, sigmaX, sigmaY);
        blurs.differing(ROUNDED).assertLevels(name + "/uint8", levels(0.5), 1);
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
        String name =
                "resized_crop.%s_%d_%d_%d_%d_to_%dx%d_%s"
                        .formatted(
                                interpolation == Interpolation.BICUBIC ? "bicubic" : "bilinear",
                                top,
                                left,
                                height,
                                width,
                                rows,
                                columns,
                                interpolation == Interpolation.BILINEAR_PLAIN
                                        ? "plain"
                                        : "antialias");
        Golden crops = golden.of(RandomResizedCrop.class);
        crops.assertClose(name + "/float", sum);

        long[] levels = golden.longs("image/uint8");
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) levels[i % 3 * 12 * 16 + i / 3];
        }
        image.resampler.resize(
                new Image(pixels, 12, 16, 3),
                top,
                left,
                height,
                width,
                rows,
                columns,
                interpolation,
                image);
        crops.differing(ROUNDED).assertLevels(name + "/uint8", levels(0.5), 1);
    }

    /** How far apart Pillow's results and ours are, in levels. */
    @Test
    void pillowIsNear() {
        pillow("brightness", 1, x -> Colors.adjustBrightness(x, 1.4));
        pillow("contrast", 1, x -> Colors.adjustContrast(x, 1.5));
        pillow("saturation", 1, x -> Colors.adjustSaturation(x, 0.6));
        pillow("grayscale", 1, Colors::grayscale);
        pillow("hue", 12, x -> Colors.adjustHue(x, 0.1));
    }

    private void pillow(String name, int levels, Consumer<PlanarImage> operation) {
        setLevels("image/uint8", 12, 16);
        operation.accept(image);
        golden.differing("Pillow works on whole levels, its own grey and a hue of 256 steps")
                .assertLevels("pil/" + name, levels(0.5), levels);
    }

    private void colourAgrees(String name, Consumer<PlanarImage> operation) {
        setFloats();
        operation.accept(image);
        golden.assertClose(name + "/float", image.toArray());
        setLevels("image/uint8", 12, 16);
        operation.accept(image);
        golden.differing(TRUNCATED).assertLevels(name + "/uint8", levels(0), 1);
    }

    /** An operation that only moves samples, or turns levels into others. */
    private void exactly(Golden cases, String name, Consumer<PlanarImage> operation) {
        setFloats();
        operation.accept(image);
        cases.assertClose(name + "/float", image.toArray());
        setLevels("image/uint8", 12, 16);
        operation.accept(image);
        cases.assertEqual(name + "/uint8", levels(0.5));
    }

    private void setFloats() {
        image.set(golden.floats("image/float"), 3, 12, 16);
    }

    private void setLevels(String tensor, int height, int width) {
        long[] levels = golden.longs(tensor);
        float[] samples = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            samples[i] = levels[i] / 255f;
        }
        image.set(samples, 3, height, width);
    }

    /** Samples as whole levels; 0.5 is added to round, 0 to truncate. */
    private long[] levels(double added) {
        float[] samples = image.toArray();
        long[] levels = new long[samples.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (long) Math.floor(255 * samples[i] + added);
        }
        return levels;
    }
}
