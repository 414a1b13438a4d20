package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ShapesTest {

    @Test
    void sameSeedGivesTheSameBytesOnEveryMachine() {
        DataSet<Image> set = Shapes.generate(200, 100, 7);
        assertThat(set.fingerprint()).isEqualTo(Shapes.generate(200, 100, 7).fingerprint());
        assertThat(set.fingerprint()).isNotEqualTo(Shapes.generate(200, 100, 8).fingerprint());
        assertThat(set.fingerprint()).isEqualTo("86a960d5331ac9a2"); // the bytes of version 0.1
    }

    @Test
    void trainingPicturesAreNotTestPictures() throws IOException {
        DataSet<Image> set = Shapes.generate(10, 10, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(
                            set.train().get(i).at(3, 3, 0) != set.test().get(i).at(3, 3, 0)
                                    || set.train().get(i).at(5, 9, 1)
                                            != set.test().get(i).at(5, 9, 1))
                    .isTrue();
        }
    }

    @Test
    void classesAreEquallyFrequentAndNamed() {
        Labels labels = Shapes.generate(100, 10, 1).train().labels().orElseThrow();
        assertThat(labels.names()).hasSize(10).startsWith("disc", "ring").endsWith("star");
        int[] count = new int[10];
        for (int label : labels.of()) {
            count[label]++;
        }
        assertThat(count).containsOnly(10);
    }

    @Test
    void colourAndBrightnessSayNothingOfTheClass() throws IOException {
        DataSet<Image> set = Shapes.generate(4_000, 1, 3);
        int[] of = set.train().labels().orElseThrow().of();
        double[][] mean = new double[10][3];
        for (int i = 0; i < of.length; i++) {
            Image image = set.train().get(i);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                for (int c = 0; c < 3; c++) {
                    mean[of[i]][c] += image.at(pixel / 32, pixel % 32, c) / (1024.0 * 400);
                }
            }
        }
        for (double[] classMean : mean) {
            for (int c = 0; c < 3; c++) {
                // A picture's mean deviates by about 68 of 255, that of 400 pictures by 3.4.
                assertThat(classMean[c]).isCloseTo(127.5, within(12.0));
            }
        }
    }

    @Test
    void outlinesHaveTheAreaOfTheUnitDisc() {
        double step = 1.0 / 64;
        for (Outline outline : Outline.ALL) {
            double area = 0;
            for (double y = -2.5; y < 2.5; y += step) {
                for (double x = -2.5; x < 2.5; x += step) {
                    area += outline.distance(x, y) < 0 ? step * step : 0;
                }
            }
            assertThat(area).as(outline.name()).isCloseTo(Math.PI, within(0.1));
            assertThat(outline.reach()).as(outline.name()).isBetween(0.999, 2.0);
        }
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Shapes.generate(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Shapes draws 1 to 600,000 pictures, got 0");
    }
}
