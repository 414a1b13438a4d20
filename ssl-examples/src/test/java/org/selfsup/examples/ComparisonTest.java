package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static Comparison.Run run(String method, int seed, double linear, String health) {
        return new Comparison.Run(
                method,
                seed,
                Map.of(
                        "probe",
                        Map.of("linear", linear),
                        "untrained",
                        Map.of("linear", 0.4),
                        "steps",
                        100,
                        "nodes_per_second",
                        50.0,
                        "health",
                        health));
    }

    @Test
    void theBestMethodComesFirstWithMeanAndSpread() {
        Comparison comparison =
                new Comparison(
                        List.of(
                                run("worse", 0, 0.5, "OK"),
                                run("better", 0, 0.6, "OK"),
                                run("worse", 1, 0.52, "WARN"),
                                run("better", 1, 0.64, "OK")));
        assertThat(comparison.rows())
                .containsExactly(
                        List.of(
                                "better",
                                "2",
                                "62.0 ± 2.8",
                                "40.0 ± 0.0",
                                "–",
                                "–",
                                "100",
                                "50",
                                "OK"),
                        List.of(
                                "worse",
                                "2",
                                "51.0 ± 1.4",
                                "40.0 ± 0.0",
                                "–",
                                "–",
                                "100",
                                "50",
                                "WARN"));
    }

    @Test
    void figuresOfAMethodItsOwnAreShownWhereOneHasThem() {
        Comparison comparison =
                new Comparison(
                        List.of(
                                new Comparison.Run("gae", 0, Map.of("auc", 0.91, "ap", 0.92)),
                                new Comparison.Run("gae", 1, Map.of("auc", 0.93, "ap", 0.92)),
                                new Comparison.Run("made", 0, Map.of("nll_nats", 88.5))));
        assertThat(comparison.columns())
                .containsSubsequence("method", "linear %", "AUC %", "AP %", "nats", "steps")
                .doesNotContain("bits/dim");
        assertThat(comparison.rows().get(0)).containsSubsequence("92.0 ± 1.4", "92.0 ± 0.0", "–");
        assertThat(comparison.rows().get(1)).containsSubsequence("made", "–", "–", "88.50", "–");
    }
}
