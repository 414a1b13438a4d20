package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Image;

class ImageTransformTest {

    private static final float ROUNDING = 2e-6f;

    private final SplittableRandom random = new SplittableRandom(7);
    private final PlanarImage image = new PlanarImage();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8})
    void flippingTwiceChangesNothing(int width) {
        float[] before = noise(3, 5, width);
        image.set(before, 3, 5, width);
        RandomHorizontalFlip.flip(image);
        assertThat(image.plane(0)[0]).isEqualTo(before[width - 1]);
        RandomHorizontalFlip.flip(image);
        assertThat(image.toArray()).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void fourQuarterTurnsAreNone(int width) {
        float[] before = noise(3, 4, width);
        image.set(before, 3, 4, width);
        new QuarterTurn(1).apply(image, random);
        new QuarterTurn(1).apply(image, random);
        float[] half = image.toArray();
        new QuarterTurn(2).apply(image, random);
        assertThat(image.toArray()).containsExactly(before);
        new QuarterTurn(3).apply(image, random);
        new QuarterTurn(3).apply(image, random);
        assertThat(image.toArray()).containsExactly(half);
        RandomHorizontalFlip.flip(image);
        RandomVerticalFlip.flip(image);
        assertThat(image.toArray()).containsExactly(before);
    }

    @Test
    void projectedColoursHaveNothingFromGreenToMagenta() {
        float[] before = noise(3, 4, 5);
        image.set(before, 3, 4, 5);
        new ColorProjection().apply(image, random);
        float[] once = image.toArray();
        for (int i = 0; i < 20; i++) {
            assertThat(2 * once[20 + i] - once[i] - once[40 + i]).isCloseTo(0, within(ROUNDING));
            assertThat(once[i] + once[20 + i] + once[40 + i])
                    .as("grey stays")
                    .isCloseTo(before[i] + before[20 + i] + before[40 + i], within(ROUNDING));
        }
        new ColorProjection().apply(image, random);
        assertThat(image.toArray()).containsExactly(once, within(ROUNDING));
    }

    @Test
    void droppedColoursLeaveOneChannel() {
        Set<Integer> channels = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            float[] before = noise(3, 8, 8);
            image.set(before, 3, 8, 8);
            new ColorDropping().apply(image, random);
            for (int c = 0; c < 3; c++) {
                float[] plane = Arrays.copyOf(image.plane(c), 64);
                if (Arrays.equals(plane, Arrays.copyOfRange(before, c * 64, c * 64 + 64))) {
                    channels.add(c);
                } else {
                    for (float value : plane) {
                        assertThat(value).isBetween(-0.02f, 0.02f).isNotZero();
                    }
                }
            }
        }
        assertThat(channels).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void shiftedChannelsRepeatTheirEdge() {
        Set<Integer> shifts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            float[] before = new float[3 * 25];
            for (int p = 0; p < before.length; p++) {
                before[p] = p % 25;
            }
            image.set(before, 3, 5, 5);
            new ChannelShift(1).apply(image, random);
            for (int c = 0; c < 3; c++) {
                int shift = 12 - (int) image.plane(c)[12];
                int down = Math.round(shift / 5f);
                int right = shift - 5 * down;
                shifts.add(9 * c + 3 * (down + 1) + right + 1);
                for (int p = 0; p < 25; p++) {
                    int row = Math.min(4, Math.max(0, p / 5 - down));
                    int column = Math.min(4, Math.max(0, p % 5 - right));
                    assertThat(image.plane(c)[p]).isEqualTo(5 * row + column);
                }
            }
        }
        assertThat(shifts).as("each of nine shifts of each channel").hasSize(27);
    }

    @Test
    void oneChannelHasNoColourToHide() {
        float[] before = noise(1, 4, 5);
        image.set(before, 1, 4, 5);
        new ColorProjection().apply(image, random);
        new ColorDropping().apply(image, random);
        new ChannelShift(2).apply(image, random);
        assertThat(image.toArray()).containsExactly(before);
    }

    @Test
    void rotationByNinetyDegreesIsAQuarterTurn() {
        float[] before = noise(3, 9, 9);
        image.set(before, 3, 9, 9);
        RandomRotation.rotate(image, 90);
        float[] rotated = image.toArray();
        image.set(before, 3, 9, 9);
        new QuarterTurn(1).apply(image, random);
        assertClose(rotated, image.toArray());
    }

    @Test
    void rotationKeepsTheCentreAndFillsTheCorners() {
        float[] white = new float[15 * 15];
        Arrays.fill(white, 1);
        for (int i = 0; i < 50; i++) {
            image.set(white, 1, 15, 15);
            new RandomRotation(30, 60).apply(image, random);
            assertThat(image.plane(0)[0]).isZero();
            for (int y = 4; y < 11; y++) {
                for (int x = 4; x < 11; x++) {
                    assertThat(image.plane(0)[y * 15 + x]).isCloseTo(1f, within(ROUNDING));
                }
            }
        }
    }

    @Test
    void invertingTwiceAndStretchingTwiceChangesNothingMore() {
        float[] before = noise(3, 6, 7);
        image.set(before, 3, 6, 7);
        Tone.INVERT.apply(image, random);
        assertThat(image.plane(0)[3]).isEqualTo(1 - before[3]);
        Tone.INVERT.apply(image, random);
        assertClose(image.toArray(), before);
        Tone.AUTOCONTRAST.apply(image, random);
        float[] stretched = image.toArray();
        Tone.AUTOCONTRAST.apply(image, random);
        assertClose(image.toArray(), stretched);
    }

    @Test
    void equalizingNeedsNoRandomness() {
        PlanarImage image = new PlanarImage();
        image.set(new float[] {0.2f, 0.2f, 0.4f, 0.8f}, 1, 2, 2);
        PlanarImage other = new PlanarImage();
        other.set(image.toArray(), 1, 2, 2);
        Colors.equalize(other);
        new Equalize().apply(image, random);
        assertThat(image.toArray()).containsExactly(other.toArray());
    }

    @Test
    void equalizedLevelsAreEvenlySpread() {
        float[] dark = noise(1, 64, 64);
        for (int i = 0; i < dark.length; i++) {
            dark[i] = dark[i] * dark[i] * dark[i];
        }
        image.set(dark, 1, 64, 64);
        Tone.EQUALIZE.apply(image, random);
        assertThat(mean(image.toArray())).isCloseTo(0.5f, within(0.05f));
        float[] flat = new float[64];
        Arrays.fill(flat, 0.2f);
        image.set(flat, 1, 8, 8);
        Tone.EQUALIZE.apply(image, random);
        Tone.AUTOCONTRAST.apply(image, random);
        assertThat(image.toArray()).containsOnly(0.2f);
        new Posterize(2).apply(image, random);
        assertThat(image.toArray()).containsOnly(0f);
    }

    @Test
    void erasedPartsHaveTheirShareOfTheArea() {
        RandomErasing erasing = new RandomErasing(0.1, 0.3, 0.5, 2, false, 1);
        float[] white = new float[3 * 40 * 40];
        Arrays.fill(white, 1);
        double sum = 0;
        for (int i = 0; i < 400; i++) {
            image.set(white, 3, 40, 40);
            erasing.apply(image, random);
            float share = 1 - mean(image.toArray());
            assertThat(share).isBetween(0.09f, 0.32f);
            assertThat(image.plane(0)).containsExactly(image.plane(2));
            sum += share;
        }
        assertThat(sum / 400).isCloseTo(0.2, within(0.015)); // standard deviation 0.003
        image.set(white, 3, 40, 40);
        RandomErasing.erase(image, new Window(1, 2, 30, 30), random);
        assertThat(image.plane(0)[41 * 3]).isBetween(0f, 0.999999f);
        assertThat(image.plane(0)[0]).isEqualTo(1f);
    }

    @Test
    void cutoutsAreSquaresThatMayLieHalfOutside() {
        float[] white = new float[20 * 20];
        Arrays.fill(white, 1);
        float least = 1;
        float most = 0;
        for (int i = 0; i < 500; i++) {
            image.set(white, 1, 20, 20);
            new Cutout(8).apply(image, random);
            float erased = 400 * (1 - mean(image.toArray()));
            least = Math.min(least, erased / 64);
            most = Math.max(most, erased / 64);
        }
        assertThat(least).isCloseTo(0.25f, within(0.1f));
        assertThat(most).isCloseTo(1f, within(1e-4f));
    }

    @Test
    void whatMayHappenHappensAsOftenAsItShould() {
        RandomApply often = new RandomApply(Tone.INVERT, 0.3);
        int happened = 0;
        for (int i = 0; i < 4_000; i++) {
            image.set(new float[1], 1, 1, 1);
            often.apply(image, random);
            happened += image.plane(0)[0] == 1 ? 1 : 0;
        }
        assertThat(happened).isBetween(1_080, 1_320); // four standard deviations
    }

    @Test
    void factorsOfOneAndNoHueChangeNothing() {
        float[] before = noise(3, 9, 11);
        image.set(before, 3, 9, 11);
        Colors.adjustBrightness(image, 1);
        Colors.adjustContrast(image, 1);
        Colors.adjustSaturation(image, 1);
        Colors.adjustHue(image, 0);
        assertThat(image.toArray()).containsExactly(before);
    }

    @Test
    void aThirdOfATurnMovesTheChannels() {
        float[] before = noise(3, 9, 11);
        image.set(before, 3, 9, 11);
        Colors.adjustHue(image, 1 / 3.0);
        float[] expected = new float[before.length];
        System.arraycopy(before, 0, expected, 99, 198);
        System.arraycopy(before, 198, expected, 0, 99);
        assertClose(image.toArray(), expected);
    }

    @Test
    void turningBackUndoesAHue() {
        float[] before = noise(3, 20, 20);
        image.set(before, 3, 20, 20);
        Colors.adjustHue(image, 0.37);
        Colors.adjustHue(image, -0.37);
        assertClose(image.toArray(), before);
    }

    @Test
    void greyPicturesHaveNoSaturationAndNoHue() {
        float[] before = noise(1, 6, 6);
        float[] grey = new float[3 * 36];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = before[i % 36];
        }
        image.set(grey, 3, 6, 6);
        Colors.adjustHue(image, 0.3);
        assertThat(image.toArray()).containsExactly(grey);
        Colors.adjustSaturation(image, 1.7);
        assertThat(image.toArray()).containsExactly(grey, within(2e-4f)); // weights sum to 0.9999
    }

    @Test
    void oneChannelKnowsNoColourButBrightness() {
        float[] before = noise(1, 6, 6);
        image.set(before, 1, 6, 6);
        Colors.adjustHue(image, 0.3);
        Colors.adjustSaturation(image, 0.1);
        Colors.grayscale(image);
        assertThat(image.toArray()).containsExactly(before);
        Colors.adjustContrast(image, 0);
        assertThat(image.plane(0)[0]).isCloseTo(mean(before), within(ROUNDING));
        Colors.adjustBrightness(image, 0);
        assertThat(image.plane(0)[35]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void constantPicturesStayConstant(int channels) {
        byte[] pixels = new byte[40 * 30 * channels];
        Arrays.fill(pixels, (byte) 77);
        Image constant = new Image(pixels, 40, 30, channels);
        for (int i = 0; i < 50; i++) {
            new RandomResizedCrop(24).apply(constant, image, random);
            new GaussianBlur(9, 0.1, 3, 1).apply(image, random);
            assertThat(image.toArray()).hasSize(24 * 24 * channels);
            for (float value : image.toArray()) {
                assertThat(value).isCloseTo(77 / 255f, within(ROUNDING));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void constantPicturesStayConstantAtEverySize(Interpolation interpolation) {
        for (int source = 1; source < 24; source++) {
            byte[] pixels = new byte[source * 7];
            Arrays.fill(pixels, (byte) 77);
            Image constant = new Image(pixels, source, 7, 1);
            for (int rows = 1; rows < 24; rows++) {
                image.resampler.resize(
                        constant, 0, 0, source, 7, rows, 24 - rows, interpolation, image);
                for (float value : image.toArray()) {
                    assertThat(value).isCloseTo(77 / 255f, within(ROUNDING));
                }
            }
        }
    }

    @Test
    void blurOfAnImpulseIsTheKernel() {
        float[] impulse = new float[25 * 25];
        impulse[12 * 25 + 12] = 1;
        image.set(impulse, 1, 25, 25);
        GaussianBlur.blur(image, 21, 21, 3, 3);
        double centre = image.plane(0)[12 * 25 + 12];
        for (int i = -10; i <= 10; i++) {
            double expected = centre * Math.exp(-i * i / 18.0);
            assertThat((double) image.plane(0)[12 * 25 + 12 + i]).isCloseTo(expected, within(1e-7));
            assertThat((double) image.plane(0)[(12 + i) * 25 + 12])
                    .isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void cropsCoverTheirShareOfTheArea() {
        RandomResizedCrop crop = new RandomResizedCrop(32);
        double sum = 0;
        int draws = 20000;
        for (int i = 0; i < draws; i++) {
            Window window = crop.window(320, 400, random);
            double share = window.height() * window.width() / (320.0 * 400);
            double ratio = (double) window.width() / window.height();
            assertThat(share).isBetween(0.075, 1.0);
            assertThat(ratio).isBetween(0.74, 1.35);
            assertThat(window.top()).isBetween(0, 320 - window.height());
            assertThat(window.left()).isBetween(0, 400 - window.width());
            sum += share;
        }
        // Uniform in share and log ratio, given that the part fits: mean 0.452.
        assertThat(sum / draws).isBetween(0.44, 0.46);
    }

    @Test
    void cropsThatNeverFitBecomeCentral() {
        RandomResizedCrop square = crop(1, 1, 1, 1);
        assertThat(square.window(10, 40, random)).isEqualTo(new Window(0, 15, 10, 10));
        assertThat(square.window(41, 10, random)).isEqualTo(new Window(15, 0, 10, 10));
        assertThat(square.window(1, 1, random)).isEqualTo(new Window(0, 0, 1, 1));
    }

    @Test
    void theCentreOfTheRightSizeIsTheSourceItself() {
        byte[] pixels = new byte[32 * 40 * 3];
        random.nextBytes(pixels);
        Image source = new Image(pixels, 32, 40, 3);
        new CenterCrop(32).apply(source, image, random);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                assertThat(image.plane(2)[y * 32 + x]).isEqualTo(source.at(y, x + 4, 2) / 255f);
            }
        }
    }

    @Test
    void theCentreIsThatOfTheResizedPicture() {
        byte[] pixels = new byte[50 * 64];
        random.nextBytes(pixels);
        Image source = new Image(pixels, 50, 64, 1);
        image.resampler.resize(source, 0, 0, 50, 64, 30, 38, Interpolation.BILINEAR, image);
        float[] resized = image.toArray();
        new CenterCrop(30, 24).apply(source, image, random);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 24; x++) {
                assertThat(image.plane(0)[y * 24 + x]).isEqualTo(resized[(y + 3) * 38 + x + 7]);
            }
        }
    }

    @Test
    void jitterKnowsEveryOrderOfItsFourChanges() {
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            String order = String.format(Locale.ROOT, "%04x", ColorJitter.order(i));
            assertThat(order).hasSize(4).contains("0", "1", "2", "3");
            orders.add(order);
        }
        assertThat(orders).hasSize(24);
    }

    @Test
    void samplesStayBetweenZeroAndOne() {
        byte[] pixels = new byte[48 * 64 * 3];
        random.nextBytes(pixels);
        Image source = new Image(pixels, 48, 64, 3);
        List<ImageTransform> transforms =
                List.of(
                        new RandomHorizontalFlip(0.5),
                        ColorJitter.ofStrength(1),
                        new RandomGrayscale(0.2),
                        GaussianBlur.forSize(32),
                        new RandomSolarize(0.5, 0.2));
        ImagePipeline pipeline = new ImagePipeline(new RandomResizedCrop(32), transforms);
        for (int i = 0; i < 300; i++) {
            pipeline.apply(source, image, random);
            for (float value : image.toArray()) {
                assertThat(value).isBetween(0f, 1.000001f);
            }
        }
    }

    @Test
    void badParametersAreRefused() {
        assertRefused(() -> new RandomResizedCrop(0), "row and column, got 0");
        assertRefused(() -> crop(0, 1, 1, 1), "scale of a crop is above 0");
        assertRefused(() -> crop(0.5, 1.5, 1, 1), "got 1.5");
        assertRefused(() -> crop(0.5, 1, 2, 1), "ratio of a crop");
        assertRefused(() -> new CenterCrop(8, 9), "at least the 9 rows of the crop, got 8");
        assertRefused(() -> new RandomHorizontalFlip(Double.NaN), "from 0 to 1, got NaN");
        assertRefused(() -> new ColorJitter(0, 0, 0, 0.6, 1), "hue of a colour jitter");
        assertRefused(() -> new ColorJitter(-1, 0, 0, 0, 1), "brightness of a colour jitter");
        assertRefused(() -> ColorJitter.ofStrength(3), "got 3.0");
        assertRefused(() -> new GaussianBlur(4, 1, 1, 1), "odd and above 0, got 4");
        assertRefused(() -> new GaussianBlur(3, 0, 1, 1), "sigma of a blur");
        assertRefused(() -> new RandomSolarize(1.5, 1), "threshold is from 0 to 1, got 1.5");
        assertRefused(() -> new Normalize(List.of(0f), List.of(0f)), "above 0, got 0.0");
        assertRefused(() -> new Normalize(List.of(0f), List.of()), "as many");
        assertRefused(() -> new QuarterTurn(4), "0 to 3 quarter turns, got 4");
        assertRefused(() -> new RandomRotation(5, 1), "at least the smallest, 5.0, got 1.0");
        assertRefused(() -> new RandomRotation(0, Double.NaN), "finite, got 0.0 and NaN");
        assertRefused(() -> new Posterize(9), "keeps 1 to 8 bits, got 9");
        assertRefused(() -> new RandomApply(Tone.INVERT, 2), "from 0 to 1, got 2.0");
        assertRefused(() -> new RandomErasing(0, 1, 1, 1, true, 1), "scale of an erased part");
        assertRefused(() -> new Cutout(0), "one row and column, got 0");
        image.set(noise(1, 4, 4), 1, 4, 4);
        assertRefused(() -> GaussianBlur.blur(image, 9, 9, 1, 1), "at least 5 columns, got 4");
        assertRefused(() -> Normalize.CIFAR10.apply(image, random), "3 channels, got 1");
        assertRefused(() -> Colors.adjustHue(image, 0.7), "from -0.5 to 0.5, got 0.7");
        assertRefused(() -> Colors.adjustContrast(image, -1), "at least 0, got -1.0");
        assertRefused(() -> image.set(new float[3], 1, 2, 2), "has 4 samples, got 3");
        assertRefused(() -> image.reshape(2, 1, 1), "1 or 3 channels");
    }

    private static RandomResizedCrop crop(
            double minScale, double maxScale, double minRatio, double maxRatio) {
        return new RandomResizedCrop(
                8, minScale, maxScale, minRatio, maxRatio, Interpolation.BILINEAR);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).containsExactly(expected, within(ROUNDING));
    }

    private float[] noise(int channels, int height, int width) {
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }
}
