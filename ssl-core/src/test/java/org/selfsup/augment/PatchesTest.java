package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;

/** Patches cut from pictures, and masks over them. */
class PatchesTest {

    private final SplittableRandom random = new SplittableRandom(11);

    @ParameterizedTest
    @CsvSource({"3, 3, 4, 6, 1", "2, 3, 5, 2, 0", "1, 1, 8, 1, 3"})
    void patchesAreWhereTheGridSays(int rows, int columns, int size, int stride, int jitter) {
        PatchGrid grid = new PatchGrid(rows, columns, size, stride, jitter);
        int side = Math.max(grid.height(), grid.width());
        byte[] pixels = new byte[side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % side + 13 * (i / side)); // tells where it is
        }
        Image source = new Image(pixels, side, side, 1);
        Views.Batch<Image> batch =
                new PatchViews(1, new ImagePipeline(new CenterCrop(side)), grid, List.of())
                        .batch(40);
        for (int i = 0; i < 40; i++) {
            batch.put(i, source, random);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray array = batch.toArrays(manager).singletonOrThrow();
            assertThat(array.getShape()).isEqualTo(new Shape(40L * rows * columns, 1, size, size));
            float[] samples = array.toFloatArray();
            boolean[] shifts = new boolean[2 * jitter + 1];
            for (int p = 0; p < 40 * rows * columns; p++) {
                int row = p % (rows * columns) / columns;
                int column = p % columns;
                int shift = shiftOf(samples, p, size, pixels, side, row * stride, column * stride);
                assertThat(shift).as("patch %d", p).isBetween(0, 2 * jitter);
                shifts[shift] = true;
            }
            assertThat(shifts).containsOnly(true); // each in 40 n draws
        }
    }

    /** How far down a patch lies from where it may lie at most above; -1 if nowhere. */
    private static int shiftOf(
            float[] samples, int patch, int size, byte[] pixels, int side, int top, int left) {
        for (int down = 0; top + down + size <= side; down++) {
            for (int right = 0; left + right + size <= side; right++) {
                boolean same = true;
                for (int i = 0; i < size * size && same; i++) {
                    int at = (top + down + i / size) * side + left + right + i % size;
                    same = samples[patch * size * size + i] == (pixels[at] & 0xff) / 255f;
                }
                if (same) {
                    return down;
                }
            }
        }
        return -1;
    }

    @Test
    void theGridsOfThePapersFitTheirPictures() {
        assertThat(PatchGrid.JIGSAW.height()).isLessThanOrEqualTo(225);
        assertThat(PatchGrid.RELATIVE_POSITION.width()).isLessThanOrEqualTo(256);
        assertThat(PatchGrid.CPC.height()).isEqualTo(256);
    }

    @Test
    void eachPatchIsStandardisedByItself() {
        Views.Batch<Image> batch =
                new PatchViews(
                                3,
                                new ImagePipeline(new CenterCrop(12)),
                                new PatchGrid(2, 2, 5, 6, 0),
                                List.of(new Standardize()))
                        .batch(1);
        byte[] pixels = new byte[12 * 12 * 3];
        random.nextBytes(pixels);
        batch.put(0, new Image(pixels, 12, 12, 3), random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDArray array = batch.toArrays(manager).singletonOrThrow().reshape(12, 25);
            for (float mean : array.mean(new int[] {1}).toFloatArray()) {
                assertThat(mean).isCloseTo(0f, within(1e-6f));
            }
            for (float square : array.square().mean(new int[] {1}).toFloatArray()) {
                assertThat(square).isCloseTo(1f, within(1e-5f));
            }
        }
    }

    static List<PatchMask> masks() {
        return List.of(
                new RandomPatches(8, 8, 0.75),
                new RandomPatches(8, 12, 4, 0.6),
                new RandomPatches(1, 2, 0.01),
                BlockPatches.BEIT,
                new BlockPatches(8, 8, 0.5, 4, 0.3),
                new BlockPatches(1, 5, 0.9, 16, 0.3));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void visibleAndMaskedPatchesMakeUpTheGrid(PatchMask mask) {
        int visible = mask.draw(random)[0].length;
        int[] everything = IntStream.range(0, visible + mask.draw(random)[1].length).toArray();
        for (int i = 0; i < 50; i++) {
            int[][] sets = mask.draw(random);
            assertThat(sets).hasNumberOfRows(mask.sets());
            assertThat(sets[0]).hasSize(visible);
            assertThat(IntStream.concat(Arrays.stream(sets[0]), Arrays.stream(sets[1])).sorted())
                    .containsExactly(Arrays.stream(everything).boxed().toArray(Integer[]::new));
        }
    }

    @Test
    void masksKeepTheirRatioExactly() {
        assertThat(new RandomPatches(14, 14, 0.75).draw(random)[1]).hasSize(147);
        assertThat(new RandomPatches(12, 12, 2, 0.6).draw(random)[1]).hasSize(4 * 22);
        assertThat(BlockPatches.BEIT.draw(random)[1]).hasSize(78);
    }

    @Test
    void everyPatchIsMaskedEquallyOften() {
        int[] count = new int[16];
        for (int i = 0; i < 4_000; i++) {
            for (int patch : new RandomPatches(4, 4, 0.75).draw(random)[1]) {
                count[patch]++;
            }
        }
        for (int of : count) { // mean 3,000, standard deviation 27
            assertThat(of).isBetween(2_850, 3_150);
        }
    }

    @Test
    void maskedBlocksHoldTogether() {
        double blocks = neighbours(BlockPatches.BEIT);
        double scattered = neighbours(new RandomPatches(14, 14, 0.4));
        assertThat(scattered).isCloseTo(0.4, within(0.03));
        assertThat(blocks).isBetween(0.7, 0.95);
    }

    /** The share of right neighbours of masked patches of 14 x 14 that are masked too. */
    private double neighbours(PatchMask mask) {
        int pairs = 0;
        int both = 0;
        for (int i = 0; i < 200; i++) {
            boolean[] masked = new boolean[196];
            for (int patch : mask.draw(random)[1]) {
                masked[patch] = true;
            }
            for (int patch = 0; patch < 196; patch++) {
                if (masked[patch] && patch % 14 < 13) {
                    pairs++;
                    both += masked[patch + 1] ? 1 : 0;
                }
            }
        }
        return (double) both / pairs;
    }

    @Test
    void targetsAreBlocksThatTheContextDoesNotSee() {
        TargetBlocks mask = new TargetBlocks(14, 14);
        for (int i = 0; i < 200; i++) {
            int[][] sets = mask.draw(random);
            assertThat(sets).hasNumberOfRows(5);
            assertThat(sets[0]).isNotEmpty().doesNotHaveDuplicates();
            for (int t = 1; t < 5; t++) {
                assertThat(sets[0]).doesNotContain(sets[t]);
                int[] rows = Arrays.stream(sets[t]).map(p -> p / 14).distinct().toArray();
                int[] columns = Arrays.stream(sets[t]).map(p -> p % 14).distinct().toArray();
                assertThat(sets[t]).hasSize(rows.length * columns.length);
                assertThat(sets[t].length / 196.0).isBetween(0.12, 0.24);
            }
        }
    }

    @Test
    void maskedViewsGiveNumbersOfEqualLength() {
        MaskedViews<Image> views =
                new MaskedViews<>(
                        MoCoV2Augmentation.CIFAR10.views(),
                        List.of(new RandomPatches(8, 8, 0.75), new TargetBlocks(8, 8)));
        Views.Batch<Image> one = views.batch(6);
        Views.Batch<Image> many = views.batch(6);
        Image source = new Image(new byte[32 * 32 * 3], 32, 32, 3);
        IntStream.range(0, 6).forEach(i -> one.put(i, source, Randomness.at(1, i)));
        IntStream.range(0, 6).parallel().forEach(i -> many.put(i, source, Randomness.at(1, i)));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = one.toArrays(manager);
            NDList again = many.toArrays(manager);
            assertThat(arrays).hasSize(2 + 2 + 5);
            assertThat(arrays.get(2).getShape()).isEqualTo(new Shape(6, 16));
            assertThat(arrays.get(3).getShape()).isEqualTo(new Shape(6, 48));
            for (int set = 2; set < 9; set++) {
                assertThat(arrays.get(set).getDataType()).isEqualTo(DataType.INT64);
                assertThat(arrays.get(set).size(0)).isEqualTo(6);
                assertThat(arrays.get(set).toLongArray())
                        .isNotEmpty()
                        .containsExactly(again.get(set).toLongArray());
            }
        }
    }

    @Test
    void badParametersAreRefused() {
        refused(() -> new PatchGrid(0, 1, 4, 4, 0), "one row and column, got 0 x 1");
        refused(() -> new PatchGrid(1, 1, 4, 4, -1), "jitter of a grid is 0 or more, got -1");
        refused(
                () ->
                        new PatchViews(
                                3,
                                new ImagePipeline(new CenterCrop(20)),
                                new PatchGrid(3, 3, 8, 8, 0),
                                List.of()),
                "at least 24 x 24, got 20 x 20");
        refused(() -> new RandomPatches(8, 8, 1), "above 0 and below 1, got 1.0");
        refused(() -> new RandomPatches(7, 8, 2, 0.5), "whole units of 2 x 2 patches, got 7 x 8");
        refused(() -> new RandomPatches(2, 2, 2, 0.5), "at least two units");
        refused(() -> new BlockPatches(4, 4, 0.5, 0, 0.3), "at least one patch, got 0");
        refused(() -> new BlockPatches(4, 4, 0.5, 4, 1.3), "at most 1, got 1.3");
        refused(() -> new TargetBlocks(1, 1), "at least two patches, got 1 x 1");
        refused(() -> new MaskedViews<>(MoCoV2Augmentation.CIFAR10.views(), List.of()), "mask");
        assertThatThrownBy(() -> new TargetBlocks(2, 2, 1, 0.1, 0.1, 1, 1, 1, 1).draw(random))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leave no context");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
