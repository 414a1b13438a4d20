package org.selfsup.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.selfsup.data.Randomness;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.eval.PrincipalComponents;
import org.selfsup.eval.TSne;
import org.selfsup.report.Section;

/** What the report shows of an evaluation. */
final class ProbeSections {

    /** Classes that a matrix can show on a phone. */
    private static final int MOST_CLASSES = 20;

    private static final int MOST_MISTAKES = 12;

    /** Points of a map that takes about two seconds to make. */
    private static final int MAPPED = 1_000;

    private ProbeSections() {}

    /** Everything but the scores, from top to bottom. */
    static List<Section> of(Evaluation evaluation) {
        List<Section> sections = new ArrayList<>();
        if (evaluation.neighbours() != null) {
            sections.add(evaluation.neighbours());
        }
        sections.addAll(maps(evaluation.shown()));
        sections.add(confusion(evaluation.linear()));
        return sections;
    }

    /** A row for each kind of features, a column for each probe. */
    static Section.Table scores(Evaluation evaluation) {
        Set<String> measures = new LinkedHashSet<>();
        evaluation
                .figures()
                .values()
                .forEach(
                        value -> {
                            if (value instanceof Map<?, ?> scores) {
                                scores.keySet().forEach(key -> measures.add(key.toString()));
                            }
                        });
        List<String> columns = new ArrayList<>(List.of("features"));
        columns.addAll(measures);
        List<List<String>> rows = new ArrayList<>();
        evaluation
                .figures()
                .forEach(
                        (who, value) -> {
                            if (value instanceof Map<?, ?> scores) {
                                List<String> row = new ArrayList<>();
                                row.add(who.replaceFirst("^probe", "trained").replace('_', ' '));
                                measures.forEach(m -> row.add(score(m, Method.number(scores, m))));
                                rows.add(row);
                            }
                        });
        return new Section.Table("Trained and untrained", columns, rows);
    }

    private static String score(String measure, double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return measure.equals("nmi")
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    /** By t-SNE and by principal components, of the same samples. */
    private static List<Section> maps(Features features) {
        List<Section> maps = new ArrayList<>();
        if (features.dimension() < 2) {
            return maps;
        }
        int[] order = Randomness.permutation(features.size(), Randomness.at(0));
        int count = Math.min(MAPPED, order.length);
        Features some = features.rows(Arrays.copyOf(order, count));
        if (count >= 4) {
            maps.add(
                    new Section.Scatter(
                            "Map of features",
                            "t-SNE of the features of %d test samples: near means alike, far means"
                                            .formatted(count)
                                    + " nothing.",
                            new TSne().embed(some),
                            some.knownLabels()));
        }
        PrincipalComponents components = PrincipalComponents.of(features, 2);
        maps.add(
                new Section.Scatter(
                        "Principal components",
                        String.format(
                                Locale.ROOT,
                                "Features of the test samples along the two directions in which"
                                        + " they vary most, %.0f %% of their variance.",
                                100 * Arrays.stream(components.shares()).sum()),
                        components.project(some),
                        some.knownLabels()));
        return maps;
    }

    /** All classes, or of many those most often mistaken for others. */
    static Section confusion(Classification linear) {
        int[][] counts = linear.confusion();
        List<String> names = linear.truth().names();
        if (names.size() > MOST_CLASSES) {
            return mistakes(counts, names);
        }
        double[][] shares = new double[counts.length][counts.length];
        for (int row = 0; row < counts.length; row++) {
            int sum = Math.max(1, Arrays.stream(counts[row]).sum());
            for (int column = 0; column < counts.length; column++) {
                shares[row][column] = (double) counts[row][column] / sum;
            }
        }
        return new Section.Matrix(
                "Confusion",
                "Of a hundred test samples of the class of a row, how many the linear classifier"
                        + " takes for the class of a column.",
                names,
                shares);
    }

    private static Section mistakes(int[][] counts, List<String> names) {
        List<List<String>> rows =
                IntStream.range(0, counts.length * counts.length)
                        .filter(i -> i / counts.length != i % counts.length)
                        .filter(i -> counts[i / counts.length][i % counts.length] > 0)
                        .boxed()
                        .sorted(
                                Comparator.comparing(
                                        i -> -counts[i / counts.length][i % counts.length]))
                        .limit(MOST_MISTAKES)
                        .map(
                                i -> {
                                    int row = i / counts.length;
                                    int column = i % counts.length;
                                    return List.of(
                                            names.get(row),
                                            names.get(column),
                                            counts[row][column]
                                                    + " of "
                                                    + Arrays.stream(counts[row]).sum());
                                })
                        .toList();
        return new Section.Table(
                "Most frequent mistakes of the linear classifier",
                List.of("class", "taken for", "how often"),
                rows);
    }
}
