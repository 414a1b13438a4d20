package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.WholeFile;
import org.selfsup.report.Report;
import org.selfsup.report.Section;
import org.selfsup.train.Health;

/**
 * Runs of several methods on the same data, as one table. Figures are means over seeds with the
 * standard deviation behind them, each beside that of the untrained encoder.
 *
 * @param runs of all methods and seeds
 */
record Comparison(List<Run> runs) {

    /** Figures that most methods have. */
    private static final List<Figure> USUAL =
            List.of(
                    Figure.percent("linear %", "probe.linear"),
                    Figure.percent("untrained", "untrained.linear"),
                    Figure.percent("k-NN %", "probe.knn"),
                    Figure.percent("untrained", "untrained.knn"));

    /** Figures that are shown if one of the methods has them. */
    private static final List<Figure> OWN =
            List.of(
                    Figure.percent("AUC %", "auc"),
                    Figure.percent("AP %", "ap"),
                    new Figure("nats", "nll_nats", 1, "%.2f"),
                    new Figure("bits/dim", "bits_per_dim", 1, "%.3f"),
                    new Figure("bits/sample", "bits_per_sample", 1, "%.3f"));

    /**
     * A column of means with their spread.
     *
     * @param title of the column
     * @param name in the summary, such as {@code probe.linear}
     * @param scale what a figure is multiplied by
     * @param format of the mean and of the deviation
     */
    private record Figure(String title, String name, double scale, String format) {

        static Figure percent(String title, String name) {
            return new Figure(title, name, 100, "%.1f");
        }

        String of(List<Run> runs) {
            return Spread.of(runs.stream().mapToDouble(run -> scale * run.figure(name)).toArray())
                    .format(format);
        }

        boolean isIn(List<Run> runs) {
            return runs.stream().anyMatch(run -> !Double.isNaN(run.figure(name)));
        }
    }

    /**
     * A finished run.
     *
     * @param method with the options it was given
     * @param seed it was run with
     * @param summary its figures
     */
    record Run(String method, int seed, Map<String, ? extends @Nullable Object> summary) {

        /** A figure such as {@code probe.linear}, NaN where there is none. */
        double figure(String name) {
            int dot = name.indexOf('.');
            Object value = dot < 0 ? summary.get(name) : summary.get(name.substring(0, dot));
            if (dot >= 0) {
                value =
                        value instanceof Map<?, ?> inner
                                ? inner.get(name.substring(dot + 1))
                                : null;
            }
            return value instanceof Number number ? number.doubleValue() : Double.NaN;
        }

        private double perSecond() {
            return summary.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith("_per_second"))
                    .mapToDouble(entry -> figure(entry.getKey()))
                    .findFirst()
                    .orElse(Double.NaN);
        }

        private Health.Verdict health() {
            Object verdict = summary.get("health");
            return verdict == null ? Health.Verdict.OK : Health.Verdict.valueOf(verdict.toString());
        }
    }

    /** Title of each column. */
    List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("method", "seeds"));
        shown().forEach(figure -> columns.add(figure.title()));
        columns.addAll(List.of("steps", "per second", "health"));
        return columns;
    }

    private List<Figure> shown() {
        return Stream.concat(USUAL.stream(), OWN.stream().filter(figure -> figure.isIn(runs)))
                .toList();
    }

    /** One row a method, the best linear probe first. */
    List<List<String>> rows() {
        Map<String, List<Run>> byMethod =
                runs.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Run::method, LinkedHashMap::new, Collectors.toList()));
        return byMethod.entrySet().stream()
                .sorted(
                        Comparator.comparingDouble(
                                entry ->
                                        -mean(entry.getValue(), run -> run.figure("probe.linear"))))
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<String> row(String method, List<Run> of) {
        List<String> row = new ArrayList<>(List.of(method, String.valueOf(of.size())));
        shown().forEach(figure -> row.add(figure.of(of)));
        row.add(number(mean(of, run -> run.figure("steps"))));
        row.add(number(mean(of, Run::perSecond)));
        row.add(of.stream().map(Run::health).max(Comparator.naturalOrder()).orElseThrow().name());
        return row;
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? Spread.NONE : String.format(Locale.ROOT, "%.0f", value);
    }

    /** All of it for a person. */
    Section.Table table() {
        return new Section.Table("Methods", columns(), rows());
    }

    /** Writes {@code compare.csv}, one line a run, and {@code compare.html}. */
    void write(Path directory, String title) throws IOException {
        List<String> figures = new ArrayList<>();
        shown().forEach(figure -> figures.add(figure.name()));
        figures.addAll(List.of("steps", "loss", "seconds"));
        List<String> lines = new ArrayList<>();
        lines.add("method,seed," + String.join(",", figures) + ",health");
        for (Run run : runs) {
            lines.add(
                    run.method()
                            + ","
                            + run.seed()
                            + ","
                            + figures.stream()
                                    .map(name -> String.valueOf(run.figure(name)))
                                    .collect(Collectors.joining(","))
                            + ","
                            + run.health());
        }
        WholeFile.write(directory.resolve("compare.csv"), String.join("\n", lines).concat("\n"));
        Report report =
                new Report(
                        "compare",
                        title,
                        "The best linear probe first; every figure beside that of the same encoder"
                                + " untrained.",
                        List.of(table()));
        WholeFile.write(directory.resolve("compare.html"), report.html());
    }
}
