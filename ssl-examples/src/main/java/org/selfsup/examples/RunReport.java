package org.selfsup.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.report.Curve;
import org.selfsup.report.Report;
import org.selfsup.report.Section;

/**
 * The report of a run.
 *
 * @param settings what the run was started with
 * @param description of the data
 * @param summary the figures it ended with
 */
record RunReport(RunSettings settings, String description, Map<String, ?> summary) {

    private static final String PER_SECOND = "_per_second";

    /**
     * The page.
     *
     * @param outcome what came out, in lines
     * @param curves what was logged
     * @param shown what the method made and saw
     * @param evaluation null if there was none
     */
    Report of(
            String outcome,
            List<Curve> curves,
            List<Section> shown,
            @Nullable Evaluation evaluation) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.Table.of("What was run", run()));
        if (evaluation != null) {
            sections.add(new Section.Text("What came out", outcome.lines().toList()));
            sections.add(ProbeSections.scores(evaluation));
        }
        sections.addAll(curves(curves));
        sections.addAll(shown);
        if (evaluation != null) {
            sections.addAll(ProbeSections.of(evaluation));
        }
        sections.add(Section.Table.of("Speed and memory", costs()));
        sections.add(Section.Table.of("All figures", summary));
        sections.add(Section.Table.of("All settings", settings.toMap()));
        String verdict =
                evaluation == null
                        ? String.join(" ", outcome.lines().toList())
                        : evaluation.verdict();
        return new Report(
                settings.method(), description, (verdict + " " + health()).strip(), sections);
    }

    private Map<String, Object> run() {
        String options = String.join(" ", Arguments.typed(settings));
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("command", (settings.method() + " " + options).strip());
        run.put("data", settings.data());
        run.put("encoder", settings.encoder());
        run.put("steps", settings.steps() + " of " + settings.batch() + " samples");
        run.put("seed", settings.seed());
        return run;
    }

    /** A sentence on how training went; empty if nobody watched. */
    private String health() {
        Object health = summary.get("health");
        if (health == null) {
            return "";
        }
        return health.toString().equals("OK")
                ? "Training was healthy."
                : "Health %s: %s; %s."
                        .formatted(
                                health, summary.get("health_cause"), summary.get("health_advice"));
    }

    /** The loss, and small beside one another whatever else changed. */
    private static List<Section> curves(List<Curve> curves) {
        List<Section> sections = new ArrayList<>();
        List<Curve> others = new ArrayList<>();
        for (Curve curve : curves) {
            if (curve.name().equals("loss")) {
                sections.add(new Section.Chart("Loss", "", "step", List.of(curve)));
            } else if (!curve.name().equals("epoch") && changes(curve)) {
                others.add(curve);
            }
        }
        if (!others.isEmpty()) {
            sections.add(
                    new Section.Panels(
                            "Other curves", "What stayed the same is left out.", "step", others));
        }
        return sections;
    }

    private static boolean changes(Curve curve) {
        return Arrays.stream(curve.y()).filter(Double::isFinite).distinct().count() > 1;
    }

    private Map<String, Object> costs() {
        Map<String, Object> costs = new LinkedHashMap<>();
        summary.forEach(
                (name, value) -> {
                    if (name.endsWith(PER_SECOND)) {
                        String unit = name.substring(0, name.length() - PER_SECOND.length());
                        costs.put(
                                unit + " a second",
                                String.format(Locale.ROOT, "%.0f", Method.number(summary, name)));
                    }
                });
        double seconds = Method.number(summary, "seconds");
        if (Double.isFinite(seconds)) {
            costs.put(
                    "time to train",
                    seconds < 60
                            ? String.format(Locale.ROOT, "%.1f s", seconds)
                            : String.format(
                                    Locale.ROOT,
                                    "%d min %d s",
                                    (long) seconds / 60,
                                    (long) seconds % 60));
        }
        double bytes = Method.number(summary, "peak_resident_bytes");
        if (bytes > 0) {
            costs.put(
                    "most memory, probes included",
                    String.format(Locale.ROOT, "%.0f MiB", bytes / (1 << 20)));
        }
        costs.put(
                "machine",
                "%s %s, %d processors, Java %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("java.version")));
        return costs;
    }
}
