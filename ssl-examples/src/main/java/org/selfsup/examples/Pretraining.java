package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.NativeMemory;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.report.Metrics;
import org.selfsup.report.RunDirectory;
import org.selfsup.report.Section;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.Health;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Model.CommandSpec;

/**
 * From options to a run directory: trains a method, probes it, writes the report.
 *
 * @param <S> one sample
 * @param <D> the data
 * @param <T> the method's task
 */
final class Pretraining<S, D extends TrainingData<S>, T extends PretextTask> {

    private static final int PROBED = 20_000;
    private static final int LOGGED_EVERY = 10;

    /** About half a minute of the small encoder on two cores. */
    private static final long USUAL_STEPS = 300;

    // Before a run of some minutes its speed is measured.
    private static final double REHEARSED_SECONDS = 15;
    private static final double REHEARSED_SHARE = 0.1;
    private static final int LEAST_REHEARSED = 12; // steps
    private static final int MOST_REHEARSED = 1_000;

    private static final int INTERRUPTED = 130; // as shells say it of Ctrl-C

    private final CommandSpec spec;
    private final TrainingOptions options;
    private final Method<S, D, T> method;
    private final PrintWriter out;

    Pretraining(CommandSpec spec, TrainingOptions options, Method<S, D, T> method) {
        this.spec = spec;
        this.options = options;
        this.method = method;
        this.out = spec.commandLine().getOut();
    }

    /** Does it all; the exit code is 0, or 130 if a signal ended it first. */
    int run() throws IOException {
        Path path = runDirectory();
        @Nullable RunSettings before = null;
        Map<String, String> arguments = Arguments.given(spec);
        if (options.resume) {
            before = RunSettings.read(path);
            Arguments.restore(spec, options, before, path);
            arguments = before.arguments();
            if (Files.exists(path.resolve("summary.json"))) {
                out.println("The run in " + path + " has finished; nothing is left to resume");
                out.flush();
                return 0;
            }
        }
        Device device = options.engine.open();
        D data = method.open();
        out.println(data.description());
        if (before != null && !before.fingerprint().equals(data.fingerprint())) {
            throw new IllegalArgumentException(
                    Troubleshooting.ANOTHER_RUN.of(
                            "What "
                                    + method.data()
                                    + " holds is not what the run in "
                                    + path
                                    + " began with; put that back, or start another run"));
        }
        RunSettings settings =
                new RunSettings(
                        spec.name(),
                        arguments,
                        method.data(),
                        data.fingerprint(),
                        encoder(data),
                        data.view(),
                        options.seed,
                        before != null ? before.steps() : steps(data, device),
                        batch());
        T task = task(data, settings.steps());
        Views<S> views = method.views(data, task);
        // The run directory comes last, so that options that do not fit leave nothing behind.
        try (NDManager manager = LibTorch.newManager(device);
                Pretrainer<S> pretrainer =
                        new Pretrainer<>(
                                task, data.train(), views, plan(settings.steps()), manager);
                RunDirectory run =
                        before != null
                                ? RunDirectory.resume(path)
                                : RunDirectory.create(path, settings.toMap())) {
            Trained trained = train(pretrainer, task, data, settings, run);
            if (pretrainer.step() < settings.steps()) {
                return INTERRUPTED;
            }
            StateDict.save(
                    task.encoder(),
                    path.resolve(RunSettings.ENCODER_FILE),
                    Map.of("encoder", settings.encoder(), "method", settings.method()));
            if (!settings.encoder().equals(Method.Usual.OWN)) {
                data.describe(path, settings.encoder());
            }
            // Before the probe, which takes minutes where features are many.
            Map<String, Object> figures = method.figures(task, data, manager, settings.seed());
            String sentence = method.sentence(figures);
            sentence.lines().forEach(out::println);
            if (!options.noProbe) {
                out.println("Probing the features; --no-probe leaves that out");
            }
            out.flush();
            Optional<Evaluation> evaluation =
                    options.noProbe
                            ? Optional.empty()
                            : data.evaluate(
                                    task.encoder(),
                                    settings.untrainedEncoder(data, manager),
                                    settings.seed(),
                                    PROBED,
                                    device);
            Map<String, Object> summary = summary(settings, data, trained);
            evaluation.ifPresent(probed -> summary.putAll(probed.figures()));
            summary.putAll(figures);
            String verdict =
                    evaluation
                            .map(Evaluation::summary)
                            .orElse(options.noProbe ? "Not probed." : TrainingData.NOT_PROBED);
            List<Section> shown =
                    new ArrayList<>(method.pictures(task, data, manager, settings.seed()));
            shown.addAll(data.views(views, settings.seed()));
            run.writeReport(
                    new RunReport(settings, data.description(), summary)
                            .of(
                                    (sentence + "\n" + verdict).strip(),
                                    RunDirectory.readCurves(path),
                                    shown,
                                    evaluation.orElse(null)));
            run.writeSummary(summary); // last: it says that the run has finished
            out.println(verdict);
            if (trained.last() != null) {
                out.printf(
                        Locale.ROOT,
                        "Health %s%n%.0f %s/s%n",
                        trained.last().health(),
                        trained.stepsPerSecond() * unitsPerStep(data),
                        data.unit());
            }
            out.println("Report in " + path.resolve("report.html"));
            out.flush();
        }
        return 0;
    }

    // ------------------------------------------------------------------ options

    private Path runDirectory() {
        if (options.run != null) {
            return options.run;
        }
        if (options.resume) {
            throw new IllegalArgumentException("--resume needs to know what: add --run DIR");
        }
        return RunSettings.newDirectory(spec.name(), method.data());
    }

    private int batch() {
        return options.batch == null ? method.usual().batch() : options.batch;
    }

    private double unitsPerStep(D data) {
        return batch() * data.unitsPerSample();
    }

    private String encoder(D data) {
        String usual = method.usual().encoder();
        if (usual.equals(Method.Usual.OWN)) {
            if (options.encoder != null) {
                throw new IllegalArgumentException(
                        spec.name() + " is its own network; leave --encoder out");
            }
            return usual;
        }
        return data.encoderName(options.encoder == null ? usual : options.encoder);
    }

    private T task(D data, long steps) throws IOException {
        Block encoder = method.encoder(encoder(data), data);
        int features = (int) encoder.getOutputShapes(data.shapes())[0].get(1);
        return method.task(encoder, features, data, steps);
    }

    // ------------------------------------------------------------------ training

    private long steps(D data, Device device) throws IOException {
        TrainingOptions.Budget budget = options.budget;
        int perEpoch = Math.max(1, data.train().size() / batch());
        if (budget == null) {
            return USUAL_STEPS;
        } else if (budget.steps != null) {
            return budget.steps;
        } else if (budget.epochs != null) {
            return (long) budget.epochs * perEpoch;
        }
        double minutes = budget.minutes == null ? 0 : budget.minutes;
        if (!(minutes > 0)) {
            throw new IllegalArgumentException("--minutes must be positive, got " + minutes);
        }
        double seconds = 60 * minutes;
        double rehearsed = Math.min(REHEARSED_SECONDS, REHEARSED_SHARE * seconds);
        return Math.max(1, Math.round(seconds / secondsAStep(data, device, rehearsed)));
    }

    /**
     * Rehearses for a while with networks that are then thrown away. The first steps warm up the
     * machine; the mean is taken of the last quarter, which may not all train the same networks.
     */
    private double secondsAStep(D data, Device device, double rehearsed) throws IOException {
        List<Double> seconds = new ArrayList<>();
        T task = task(data, MOST_REHEARSED);
        try (NDManager manager = LibTorch.newManager(device);
                Pretrainer<?> rehearsal =
                        new Pretrainer<>(
                                task,
                                data.train(),
                                method.views(data, task),
                                plan(options.warmUp + MOST_REHEARSED),
                                manager)) {
            long start = System.nanoTime();
            rehearsal.listen(
                    report -> {
                        seconds.add(report.seconds());
                        boolean enough = System.nanoTime() - start > 1e9 * rehearsed;
                        if (enough && seconds.size() >= LEAST_REHEARSED) {
                            rehearsal.stop();
                        }
                    });
            rehearsal.run();
        }
        return seconds.stream()
                .skip(3L * seconds.size() / 4)
                .mapToDouble(x -> x)
                .average()
                .orElseThrow();
    }

    private TrainingPlan plan(long steps) {
        Method.Usual usual = method.usual();
        OptimizerChoice optimizer =
                options.optimizer == null ? usual.optimizer() : options.optimizer;
        double rate =
                options.learningRate == null
                        ? usual.learningRate(optimizer, batch())
                        : options.learningRate;
        Schedule schedule =
                options.cosine
                        ? Schedule.warmUpCosine(
                                rate, options.cosineEnd * rate, options.warmUp, steps)
                        : Schedule.linear(
                                        rate / Math.max(1, options.warmUp),
                                        rate,
                                        options.warmUp - 1)
                                .then(options.warmUp, Schedule.constant(rate));
        TrainingPlan plan =
                new TrainingPlan(
                                steps,
                                batch(),
                                optimizer.create(
                                        options.weightDecay,
                                        options.momentum == null
                                                ? usual.momentum()
                                                : options.momentum,
                                        options.beta2),
                                schedule)
                        .withSeed(options.seed)
                        .withParts(options.parts)
                        .withChunk(options.chunk);
        return options.clip == null ? plan : plan.withClipNorm(options.clip);
    }

    /** What training gave. */
    private record Trained(double seconds, long steps, @Nullable StepReport last) {

        /** NaN if there was nothing left to do. */
        double stepsPerSecond() {
            return steps == 0 ? Double.NaN : steps / seconds;
        }
    }

    private Trained train(
            Pretrainer<S> pretrainer, T task, D data, RunSettings settings, RunDirectory run)
            throws IOException {
        pretrainer.checkpoint(new Checkpoints(run.checkpoints()), options.checkpointEvery);
        long first = options.resume ? pretrainer.resume() : 0;
        if (first > 0) {
            out.println("Resumed at step " + first);
        }
        List<StepReport> last = new ArrayList<>();
        Device device = LibTorch.device(options.engine.device);
        long start = System.nanoTime();
        try (Interruption signals = new Interruption(pretrainer);
                Metrics metrics = run.metrics(first)) {
            Progress progress =
                    new Progress(settings.method(), unitsPerStep(data), data.unit(), out);
            pretrainer.listen(
                    report -> {
                        last.clear();
                        last.add(report);
                        progress.show(report);
                        if (logged(report)) {
                            log(metrics, report, task.encoder(), data, device);
                        }
                    });
            pretrainer.run();
            if (pretrainer.step() < settings.steps()) {
                out.println(
                        Troubleshooting.INTERRUPTED.of(
                                "Stopped after step %d of %d; go on with: %s --resume --run %s"
                                        .formatted(
                                                pretrainer.step(),
                                                settings.steps(),
                                                settings.method(),
                                                run.path())));
                out.flush();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Trained(seconds, pretrainer.step() - first, last.isEmpty() ? null : last.get(0));
    }

    private boolean logged(StepReport report) {
        return report.step() % LOGGED_EVERY == 0
                || probed(report)
                || report.step() == report.totalSteps() - 1;
    }

    private boolean probed(StepReport report) {
        return options.onlineProbe > 0 && report.step() % options.onlineProbe == 0;
    }

    private void log(Metrics metrics, StepReport report, Block encoder, D data, Device device) {
        Map<String, Number> row = new LinkedHashMap<>();
        row.put("epoch", report.epoch());
        row.put("loss", report.loss());
        if (report.losses().size() > 1) {
            row.putAll(report.losses());
        }
        row.putAll(report.parts());
        row.put("health", report.health().verdict().level());
        row.put("learning_rate", report.learningRate());
        row.put("gradient_norm", report.gradientNorm());
        row.put(perSecond(data), unitsPerStep(data) / report.seconds());
        try {
            if (options.onlineProbe > 0) {
                row.put(
                        "online_knn",
                        probed(report)
                                ? data.onlineAccuracy(encoder, options.seed, device)
                                : Double.NaN);
            }
            metrics.append(report.step(), row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String perSecond(D data) {
        return data.unit() + "_per_second";
    }

    private Map<String, Object> summary(RunSettings settings, D data, Trained trained) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("method", settings.method());
        summary.put("data", settings.data());
        summary.put("encoder", settings.encoder());
        summary.put("steps", settings.steps());
        summary.put(perSecond(data), trained.stepsPerSecond() * unitsPerStep(data));
        if (trained.last() != null) {
            summary.put("loss", trained.last().loss());
            if (!trained.last().parts().isEmpty()) {
                summary.put("parts", trained.last().parts());
            }
            Health health = trained.last().health();
            summary.put("health", health.verdict());
            if (health.verdict() != Health.Verdict.OK) {
                summary.put("health_cause", health.cause());
                summary.put("health_advice", health.advice());
            }
        }
        summary.put("seconds", trained.seconds());
        summary.put("peak_resident_bytes", NativeMemory.resident().peak());
        return summary;
    }
}
