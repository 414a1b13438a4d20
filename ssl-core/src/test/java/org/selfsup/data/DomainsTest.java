package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.VectorViews;
import org.selfsup.engine.LibTorch;

/** Sets of pictures that are made of others, and two sets side by side. */
class DomainsTest {

    private static final DataSet<Image> SILHOUETTES = Silhouettes.generate(40, 20, 3);

    @Test
    void silhouettesAreAlwaysTheSameAndOfEqualAreaInAllClasses() throws IOException {
        assertThat(SILHOUETTES.fingerprint())
                .isEqualTo(Silhouettes.generate(40, 20, 3).fingerprint())
                .isNotEqualTo(Silhouettes.generate(40, 20, 4).fingerprint())
                .isEqualTo("ef24a0eb76328a38");
        for (int i = 0; i < 40; i++) {
            double white = 0;
            for (int pixel = 0; pixel < 28 * 28; pixel++) {
                white += SILHOUETTES.train().get(i).at(pixel / 28, pixel % 28, 0) / 255.0;
            }
            // A disc of radius 5 to 7; long tips may be cut off.
            assertThat(white).as("picture %d", i).isBetween(70.0, 160.0);
        }
        assertThat(SILHOUETTES.train().labels().orElseThrow().of()).startsWith(0, 1, 2);
        assertThatThrownBy(() -> Silhouettes.generate(1, 0, 1))
                .hasMessage("Shapes draws 1 to 600,000 pictures, got 0");
    }

    @Test
    void tintsRunFromOneColourToTheOther() throws IOException {
        byte[] greys = {0, (byte) 255, 51, (byte) 204};
        Samples<Image> grey =
                new PackedImages(greys, 2, 2, 1, new Labels(new int[1], List.of("x")));
        Image tinted = new Tinted(grey, 0x10c864, 0xff0064).get(0);
        int[][] expected = {{16, 200, 100}, {255, 0, 100}, {64, 160, 100}, {207, 40, 100}};
        for (int i = 0; i < 4; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(tinted.at(i / 2, i % 2, c)).isEqualTo(expected[i][c]);
            }
        }
        assertThat(new Tinted(grey, 0, 0).labels()).isPresent();
        Samples<Image> colour = Tinted.inColour(grey);
        assertThat(Tinted.inColour(colour)).isSameAs(colour);
        assertThat(colour.get(0).at(1, 0, 2)).isEqualTo(51);
        assertThatThrownBy(() -> new Tinted(colour, 0, 1).get(0))
                .hasMessage("Grey pictures are tinted, picture 0 has 3 channels");
        assertThatThrownBy(() -> new Tinted(grey, -1, 0x1000000))
                .hasMessageContaining("0x000000 to 0xffffff, got 0xffffffff and 0x1000000");
    }

    @Test
    void aBlendIsTheDifferenceFromAPatchInEveryChannel() throws IOException {
        DataSet<Image> grounds = Shapes.generate(1, 1, 5);
        Samples<Image> blended = new Blended(SILHOUETTES.train(), grounds.train(), 9);
        Image ground = grounds.train().get(0);
        for (int i = 0; i < 5; i++) {
            Image made = blended.get(i);
            Image picture = SILHOUETTES.train().get(i);
            assertThat(places(made, picture, ground)).as("patches that explain it").isEqualTo(1);
            assertThat(blended.get(i).pixels()).isEqualTo(made.pixels());
        }
        assertThat(blended.labels()).isEqualTo(SILHOUETTES.train().labels());
    }

    /** At how many places of the ground lies a patch that gives the blend. */
    private static long places(Image made, Image picture, Image ground) {
        long places = 0;
        for (int top = 0; top <= 4; top++) {
            for (int left = 0; left <= 4; left++) {
                boolean all = true;
                for (int at = 0; at < 28 * 28 * 3; at++) {
                    int y = at / 3 / 28;
                    int x = at / 3 % 28;
                    int below = ground.at(top + y, left + x, at % 3);
                    all &= made.at(y, x, at % 3) == Math.abs(picture.at(y, x, 0) - below);
                }
                places += all ? 1 : 0;
            }
        }
        return places;
    }

    @Test
    void aBlendedSetTakesTestPatchesForTestPictures() throws IOException {
        DataSet<Image> grounds = Shapes.generate(3, 3, 5);
        DataSet<Image> blended = Blended.of(SILHOUETTES, grounds, 1);
        assertThat(blended.train().size()).isEqualTo(40);
        assertThat(blended.test().size()).isEqualTo(20);
        assertThat(blended.test()).isInstanceOf(Blended.class);
        assertThat(((Blended) blended.test()).grounds()).isSameAs(grounds.test());
        assertThat(blended.fingerprint())
                .isNotEqualTo(Blended.of(SILHOUETTES, grounds, 2).fingerprint());
        assertThatThrownBy(() -> Blended.of(grounds, SILHOUETTES, 1).train().get(0))
                .hasMessageContaining("at least as large, got 28 x 28 with 1 channels");
    }

    @Test
    void everySampleComesWithOneOfTheOtherSetsAtRandom() throws IOException {
        UnpairedViews<float[]> views =
                new UnpairedViews<>(new VectorViews(1), rows(1, 2, 3, 4), new VectorViews(1));
        int n = 2_000;
        Views.Batch<float[]> batch = views.batch(n);
        for (int i = 0; i < n; i++) {
            batch.put(i, new float[] {-i}, Randomness.at(7, i));
        }
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays).hasSize(2);
            assertThat(arrays.get(0).toFloatArray()).startsWith(0, -1, -2).endsWith(-1999);
            float[] drawn = arrays.get(1).toFloatArray();
            for (float value = 1; value <= 4; value++) {
                float wanted = value;
                int[] counts = new int[1];
                for (float x : drawn) {
                    counts[0] += x == wanted ? 1 : 0;
                }
                assertThat((double) counts[0] / n).isCloseTo(0.25, within(0.05));
            }
        }
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Samples<float[]> broken =
                new Samples<>() {
                    @Override
                    public int size() {
                        return 1;
                    }

                    @Override
                    public float[] get(int index) throws IOException {
                        throw new IOException("b.png: no picture");
                    }
                };
        Views.Batch<float[]> batch = new UnpairedViews<>(new VectorViews(1), broken).batch(1);
        assertThatThrownBy(() -> batch.put(0, new float[1], Randomness.at(0)))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("b.png: no picture");
    }

    private static Samples<float[]> rows(float... values) {
        return new Samples<>() {
            @Override
            public int size() {
                return values.length;
            }

            @Override
            public float[] get(int index) {
                return Arrays.copyOfRange(values, index, index + 1);
            }
        };
    }
}
