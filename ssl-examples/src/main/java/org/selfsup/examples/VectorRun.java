package org.selfsup.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.NativeMemory;
import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.report.Metrics;
import org.selfsup.report.RunDirectory;
import org.selfsup.report.Section;
import picocli.CommandLine.Model.CommandSpec;

/** The run directory of a method that learns vectors in plain Java, epoch by epoch. */
final class VectorRun implements AutoCloseable {

    private static final double LINE_SECONDS = 10;

    private final Path path;
    private final RunSettings settings;
    private final String description;
    private final String unit;
    private final PrintWriter out;
    private final RunDirectory directory;
    private final Metrics metrics;
    private final Map<String, Object> summary = new LinkedHashMap<>();
    private int row;
    private long lastLine = Long.MIN_VALUE;

    /**
     * Starts a run.
     *
     * @param spec of the command
     * @param options where
     * @param plan how long and with what seed
     * @param data as on the command line
     * @param fingerprint of them
     * @param description of them
     * @param unit what speed is counted in
     */
    VectorRun(
            CommandSpec spec,
            VectorOptions options,
            EmbeddingTraining.Plan plan,
            String data,
            String fingerprint,
            String description,
            String unit)
            throws IOException {
        this.path = options.run != null ? options.run : RunSettings.newDirectory(spec.name(), data);
        this.settings =
                new RunSettings(
                        spec.name(),
                        Arguments.given(spec),
                        data,
                        fingerprint,
                        Method.Usual.OWN,
                        Map.of("threads", plan.threads()),
                        plan.seed(),
                        plan.epochs(),
                        1);
        this.description = description;
        this.unit = unit;
        this.out = spec.commandLine().getOut();
        this.directory = RunDirectory.create(path, settings.toMap());
        this.metrics = directory.metrics(0);
        summary.put("method", settings.method());
        summary.put("data", data);
        summary.put("encoder", settings.encoder());
        summary.put("steps", plan.epochs());
    }

    /** Where the run's files are. */
    Path path() {
        return path;
    }

    /** Logs an epoch, and says so on the terminal now and then. */
    void log(EpochReport report) {
        double loss = report.loss();
        String rate = unit + "_per_second";
        Map<String, Number> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("learning_rate", report.learningRate());
        values.put(rate, report.wordsPerSecond());
        try {
            metrics.append(row++, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (report.epoch() == 0) {
            summary.putIfAbsent("untrained_loss", loss);
        } else {
            summary.put("loss", loss);
            summary.put(rate, report.wordsPerSecond());
            summary.put("seconds", report.seconds());
        }
        long now = System.nanoTime();
        if (report.epoch() % report.epochs() == 0
                || lastLine == Long.MIN_VALUE
                || now - lastLine > LINE_SECONDS * 1e9) {
            lastLine = now;
            out.printf(
                    Locale.ROOT,
                    "epoch %d of %d: loss %.4f%s%n",
                    report.epoch(),
                    report.epochs(),
                    loss,
                    report.epoch() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT, ", %.0f %s/s", report.wordsPerSecond(), unit));
            out.flush();
        }
    }

    /**
     * Writes summary and report, and says what came out.
     *
     * @param figures beside those of training
     * @param verdict in a sentence
     * @param shown parts of the report
     * @param evaluation null if there was none
     */
    void finish(
            Map<String, ?> figures,
            String verdict,
            List<Section> shown,
            @Nullable Evaluation evaluation)
            throws IOException {
        summary.putAll(figures);
        summary.put("peak_resident_bytes", NativeMemory.resident().peak());
        directory.writeSummary(summary);
        directory.writeReport(
                new RunReport(settings, description, summary)
                        .of(verdict, RunDirectory.readCurves(path), shown, evaluation));
        out.println(verdict);
        out.println("Report in " + path.resolve("report.html"));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        directory.close();
    }
}
