package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Normalize;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Shapes;

class ClusterOptionsTest {

    private static final DataSet<Image> DATA = Shapes.generate(32, 8, 1);
    private static final PictureSet PICTURES =
            new PictureSet(DATA, 32, 3, new Normalize(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));

    @Test
    void firstAndLastAreComparedOnTheSamplesOfTheFirst() {
        int[] classes = DATA.train().labels().orElseThrow().of();
        int[] first = new int[32];
        Arrays.fill(first, 16, 32, -1);
        int[] last = classes.clone();
        Arrays.fill(last, 16, 32, 0);
        assertThat(ClusterOptions.figures(first, last, PICTURES))
                .isEqualTo(
                        Map.of(
                                "clusters",
                                Map.of("nmi_first", 0.0, "nmi_last", 1.0, "samples", 16)));
    }

    @Test
    void withoutAClusteringThereIsNothingToSay() {
        int[] none = new int[32];
        Arrays.fill(none, -1);
        assertThat(ClusterOptions.figures(none, none, PICTURES)).isEmpty();
    }
}
