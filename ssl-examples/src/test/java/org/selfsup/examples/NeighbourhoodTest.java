package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.PackedImages;
import org.selfsup.eval.Features;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;

class NeighbourhoodTest {

    private static final List<String> NAMES = List.of("east", "north");

    /** Two training samples each way, and 20 test samples that turn from east to north. */
    private static Split turning() {
        float[] test = new float[40];
        int[] of = new int[20];
        for (int i = 0; i < 20; i++) {
            test[2 * i] = 20 - i;
            test[2 * i + 1] = 1 + i;
            of[i] = i < 10 ? 0 : 1;
        }
        return new Split(
                new Features(
                        new float[] {1, 0, 0, 1, 9, 1, 1, 9},
                        2,
                        new Labels(new int[] {0, 1, 0, 1}, NAMES)),
                new Features(test, 2, new Labels(of, NAMES)));
    }

    @Test
    void tenTestSamplesStandBesideTheirNearestInWords() {
        Section.Table table =
                (Section.Table)
                        Neighbourhood.of(turning()).table(i -> "test\n " + i, i -> "train " + i);
        assertThat(table.rows()).hasSize(10);
        assertThat(table.rows().get(0).get(0)).isEqualTo("test 0 (east)");
        assertThat(table.rows().get(0).get(1))
                .startsWith("train 0 (east); train 2 (east); train 3 (north)");
        assertThat(table.rows().get(9).get(0)).isEqualTo("test 14 (north)");
        assertThat(table.rows().get(9).get(1)).startsWith("train 3 (north); train 1 (north)");
        assertThat(table.rows())
                .as("classes in turn")
                .extracting(row -> row.get(0).replaceAll(".*\\(|\\)", ""))
                .containsExactly(
                        "east", "north", "east", "north", "east", "north", "east", "north", "east",
                        "north");
    }

    @Test
    void picturesStandBesideOneAnother() throws IOException {
        byte[] grey = new byte[20];
        for (int i = 0; i < 20; i++) {
            grey[i] = (byte) (10 * i);
        }
        PackedImages test = new PackedImages(grey, 1, 1, 1);
        PackedImages train = new PackedImages(new byte[] {0, 50, 100, (byte) 250}, 1, 1, 1);
        Section.Gallery gallery =
                (Section.Gallery) Neighbourhood.of(turning()).pictures(test, train);
        assertThat(gallery.rows()).hasSize(10);
        Section.Gallery.Row last = gallery.rows().get(9);
        assertThat(last.label()).isEqualTo("north, next to north, north, east, east");
        assertThat(last.pictures().stream().map(picture -> picture.getRGB(0, 0) & 0xff))
                .containsExactly(140, 250, 50, 100, 0);
        Image first = test.get(0);
        assertThat(gallery.rows().get(0).pictures().get(0).getWidth()).isEqualTo(first.width());
    }

    @Test
    void aSampleIsNoNeighbourOfItsOwn() {
        Section.Table table =
                (Section.Table)
                        Neighbourhood.within(turning().train()).table(i -> "s" + i, i -> "s" + i);
        assertThat(table.rows())
                .hasSize(4)
                .allSatisfy(
                        row ->
                                assertThat(row.get(1))
                                        .doesNotContain(row.get(0))
                                        .matches("(s\\d \\(\\w+\\)(; )?){3}"));
    }
}
