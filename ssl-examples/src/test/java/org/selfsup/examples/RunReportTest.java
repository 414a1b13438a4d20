package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Labels;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.report.Curve;
import org.selfsup.report.Report;
import org.selfsup.report.Section;

class RunReportTest {

    private static final RunSettings SETTINGS =
            new RunSettings(
                    "simclr",
                    new LinkedHashMap<>(Map.of("--steps", "60")),
                    "shapes",
                    "abc",
                    "convnet",
                    Map.of("size", 32),
                    7,
                    60,
                    64);

    @Test
    void verdictSaysHowMuchBetterThanUntrainedAndWhetherAllWasWell() {
        Report report = report(Map.of("health", "OK"), evaluation(1000, 2, 900, 800));
        assertThat(report.verdict())
                .isEqualTo(
                        "Better than untrained: a linear classifier tells 90.0 % of 1000 test"
                                + " samples right by the learnt features, 10.0 points more than by"
                                + " those of the same encoder untrained. Training was healthy.");
    }

    @Test
    void verdictTellsChanceAndLossFromGain() {
        assertThat(evaluation(100, 2, 82, 80).verdict())
                .startsWith("No clear difference from untrained: ")
                .contains("82.0 % of 100", "2.0 points more");
        assertThat(evaluation(1000, 2, 700, 800).verdict())
                .startsWith("Worse than untrained: ")
                .contains("10.0 points fewer");
        assertThat(evaluation(10, 2, 10, 10).verdict()).contains("0.0 points more");
    }

    @Test
    void illHealthStandsInTheVerdictWithItsCauseAndAdvice() {
        Map<String, Object> summary =
                Map.of(
                        "health",
                        "COLLAPSED",
                        "health_cause",
                        "all embeddings are one",
                        "health_advice",
                        "lower the rate");
        assertThat(report(summary, evaluation(1000, 2, 500, 800)).verdict())
                .startsWith("Worse than untrained")
                .endsWith("Health COLLAPSED: all embeddings are one; lower the rate.");
    }

    @Test
    void withoutLabelsTheOutcomeIsTheVerdict() {
        assertThat(report(Map.of("health", "OK"), null).verdict())
                .isEqualTo("The outcome. In two lines. Training was healthy.");
    }

    @Test
    void runIsDescribedByWhatWasTyped() {
        Section.Table run = section(report(Map.of(), null), "What was run", Section.Table.class);
        assertThat(run.rows())
                .contains(
                        List.of("command", "simclr --steps=60"),
                        List.of("data", "shapes"),
                        List.of("encoder", "convnet"),
                        List.of("steps", "60 of 64 samples"),
                        List.of("seed", "7"));
    }

    @Test
    void lossIsLargeAndWhatChangedBesideItSmall() {
        Report report = report(Map.of(), null);
        assertThat(section(report, "Loss", Section.Chart.class).curves())
                .extracting(Curve::name)
                .containsExactly("loss");
        assertThat(section(report, "Other curves", Section.Panels.class).curves())
                .extracting(Curve::name)
                .containsExactly("effective_rank");
    }

    @Test
    void trainedAndUntrainedStandOneBelowTheOther() {
        Evaluation evaluation = evaluation(1000, 2, 900, 800);
        Map<String, Object> figures = new LinkedHashMap<>(evaluation.figures());
        figures.put("log_mel", Map.of("linear", 0.5));
        Section.Table scores = ProbeSections.scores(evaluation.with("longer", figures));
        assertThat(scores.columns()).containsExactly("features", "linear", "nmi");
        assertThat(scores.rows())
                .containsExactly(
                        List.of("trained", "90.0 %", "0.250"),
                        List.of("untrained", "80.0 %", "0.125"),
                        List.of("log mel", "50.0 %", "–"));
    }

    @Test
    void featuresAreMappedTwice() {
        Report report = report(Map.of(), evaluation(1200, 3, 900, 800));
        Section.Scatter map = section(report, "Map of features", Section.Scatter.class);
        assertThat(map.points()).hasDimensions(1000, 2);
        assertThat(map.caption()).startsWith("t-SNE of the features of 1000 test samples");
        Section.Scatter axes = section(report, "Principal components", Section.Scatter.class);
        assertThat(axes.points()).hasDimensions(1000, 2);
        assertThat(axes.labels().of()).isEqualTo(map.labels().of());
        assertThat(map.labels().of()).as("classes that take turns").contains(0, 1, 2);
        assertThat(axes.caption()).containsPattern("vary most, \\d\\d % of their variance");
    }

    @Test
    void confusionIsInPerCentOfEachClass() {
        // Class 0 is told right three times of four, class 1 always.
        Classification said =
                new Classification(
                        new int[] {0, 0, 0, 1, 1, 1},
                        new Labels(new int[] {0, 0, 0, 0, 1, 1}, List.of("cat", "dog")));
        Section.Matrix matrix = (Section.Matrix) ProbeSections.confusion(said);
        assertThat(matrix.names()).containsExactly("cat", "dog");
        assertThat(matrix.shares()).isDeepEqualTo(new double[][] {{0.75, 0.25}, {0, 1}});
    }

    @Test
    void ofManyClassesTheMostFrequentMistakesAreListed() {
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "c" + i).toList();
        int[] truth = IntStream.range(0, 90).map(i -> i / 3).toArray();
        int[] said = truth.clone();
        said[15] = 9; // class 5
        said[16] = 9;
        said[60] = 1; // class 20
        Section.Table mistakes =
                (Section.Table)
                        ProbeSections.confusion(new Classification(said, new Labels(truth, names)));
        assertThat(mistakes.rows())
                .containsExactly(List.of("c5", "c9", "2 of 3"), List.of("c20", "c1", "1 of 3"));
    }

    @Test
    void speedAndMemoryAreInUnitsForPeople() {
        Map<String, Object> summary =
                Map.of(
                        "images_per_second",
                        1234.4,
                        "seconds",
                        75.2,
                        "peak_resident_bytes",
                        300L << 20);
        Section.Table costs =
                section(report(summary, null), "Speed and memory", Section.Table.class);
        assertThat(costs.rows())
                .contains(
                        List.of("images a second", "1234"),
                        List.of("time to train", "1 min 15 s"),
                        List.of("most memory, probes included", "300 MiB"));
        assertThat(costs.rows().get(3).get(1)).contains("processors, Java ");
    }

    private static Report report(Map<String, ?> summary, @Nullable Evaluation evaluation) {
        double[] x = {0, 10, 20};
        return new RunReport(SETTINGS, "made-up pictures", summary)
                .of(
                        "The outcome.\nIn two lines.",
                        List.of(
                                new Curve("epoch", x, new double[] {0, 1, 2}),
                                new Curve("loss", x, new double[] {3, 2, 1}),
                                new Curve("learning_rate", x, new double[] {1, 1, 1}),
                                new Curve("effective_rank", x, new double[] {5, Double.NaN, 9})),
                        List.of(),
                        evaluation);
    }

    /** Of so many test samples so many are told right after and before training. */
    private static Evaluation evaluation(int n, int classes, int right, int before) {
        int[] truth = IntStream.range(0, n).map(i -> i % classes).toArray();
        List<String> names = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
        Labels labels = new Labels(truth, names);
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[3 * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() + truth[i / 3];
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("probe", scores((double) right / n, 0.25));
        figures.put("untrained", scores((double) before / n, 0.125));
        return new Evaluation(
                "linear",
                figures,
                new Classification(said(truth, classes, right), labels),
                new Classification(said(truth, classes, before), labels),
                new Features(values, 3, labels),
                null);
    }

    private static Map<String, Double> scores(double linear, double nmi) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("linear", linear);
        scores.put("nmi", nmi);
        return scores;
    }

    private static int[] said(int[] truth, int classes, int right) {
        int[] said = truth.clone();
        Arrays.setAll(said, i -> i < right ? truth[i] : (truth[i] + 1) % classes);
        return said;
    }

    private static <T extends Section> T section(Report report, String heading, Class<T> kind) {
        return report.sections().stream()
                .filter(section -> section.heading().equals(heading))
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
