package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
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

    private static final List<String> COLUMNS =
            List.of(
                    "method",
                    "seeds",
                    "linear %",
                    "untrained",
                    "k-NN %",
                    "untrained",
                    "steps",
                    "per second",
                    "health");

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

    private static List<String> row(String method, List<Run> runs) {
        return List.of(
                method,
                String.valueOf(runs.size()),
                percent(runs, "probe.linear"),
                percent(runs, "untrained.linear"),
                percent(runs, "probe.knn"),
                percent(runs, "untrained.knn"),
                number("%.0f", mean(runs, run -> run.figure("steps"))),
                number("%.0f", mean(runs, Run::perSecond)),
                runs.stream().map(Run::health).max(Comparator.naturalOrder()).orElseThrow().name());
    }

    private static String percent(List<Run> runs, String figure) {
        return percent(runs.stream().mapToDouble(run -> run.figure(figure)).toArray());
    }

    /** Shares as {@code 81.2 ± 0.4}: mean and, where there are several, standard deviation. */
    static String percent(double... shares) {
        double mean = 100 * Arrays.stream(shares).average().orElse(Double.NaN);
        double squares = Arrays.stream(shares).map(x -> 100 * x - mean).map(x -> x * x).sum();
        return shares.length < 2
                ? number("%.1f", mean)
                : number("%.1f ± %.1f", mean, Math.sqrt(squares / (shares.length - 1)));
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static String number(String format, Object... values) {
        return values[0].equals(Double.NaN) ? "–" : String.format(Locale.ROOT, format, values);
    }

    /** For a terminal, in columns. */
    String text() {
        List<List<String>> lines = new ArrayList<>(List.of(COLUMNS));
        lines.addAll(rows());
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int of = column;
                int width = lines.stream().mapToInt(row -> row.get(of).length()).max().orElse(0);
                String cell = line.get(column);
                String space = " ".repeat(width - cell.length());
                text.append(column == 0 ? cell + space : "  " + space + cell);
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Writes {@code compare.csv}, one line a run, and {@code compare.html}. */
    void write(Path directory, String title) throws IOException {
        List<String> figures =
                List.of(
                        "probe.linear",
                        "untrained.linear",
                        "probe.knn",
                        "untrained.knn",
                        "steps",
                        "loss",
                        "seconds");
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
                        List.of(new Section.Table("Methods", COLUMNS, rows())));
        WholeFile.write(directory.resolve("compare.html"), report.html());
    }
}
