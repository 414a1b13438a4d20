package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelEfficiencyTest {

    @Test
    void everyShareHasMeanAndSpreadOverItsSeeds() {
        LabelEfficiency efficiency =
                new LabelEfficiency(
                        List.of(
                                new LabelEfficiency.Point(0.1, 30, 0, 0.5, 0.3, 0.6, 0.4),
                                new LabelEfficiency.Point(0.1, 30, 1, 0.52, 0.3, 0.64, 0.4),
                                new LabelEfficiency.Point(1, 300, 0, 0.7, 0.4, 0.9, 0.8)));
        assertThat(efficiency.table().rows())
                .containsExactly(
                        List.of(
                                "30",
                                "0.1",
                                "2",
                                "51.0 ± 1.4",
                                "30.0 ± 0.0",
                                "62.0 ± 2.8",
                                "40.0 ± 0.0"),
                        List.of("300", "1.0", "1", "70.0", "40.0", "90.0", "80.0"));
    }
}
