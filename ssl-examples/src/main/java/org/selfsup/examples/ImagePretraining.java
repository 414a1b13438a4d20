package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.NativeMemory;
import org.selfsup.report.Metrics;
import org.selfsup.report.RunDirectory;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.Health;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * From options to a run directory: trains a method on pictures, probes it, writes the report.
 *
 * @param <T> the method's task
 */
final class ImagePretraining<T extends PretextTask> {

    private static final int PROBED = 20_000;
    private static final int LOGGED_EVERY = 10;

    /** About a minute of the small encoder on two cores. */
    private static final long USUAL_STEPS = 300;

    /** Options that say where and how to run, not what; they may differ when a run is resumed. */
    private static final List<String> FREE =
            List.of("--run", "--resume", "--checkpoint-every", "--no-probe", "--help");

    private final CommandSpec spec;
    private final TrainingOptions options;
    private final Recipe<T> recipe;
    private final PrintWriter out;

    ImagePretraining(CommandSpec spec, TrainingOptions options, Recipe<T> recipe) {
        this.spec = spec;
        this.options = options;
        this.recipe = recipe;
        this.out = spec.commandLine().getOut();
    }

    /** Does it all; the exit code is 0. */
    int run() throws IOException {
        Map<String, String> arguments = given();
        Path path = runDirectory();
        @Nullable RunSettings before = null;
        if (options.resume) {
            before = RunSettings.read(path);
            arguments = merge(before, arguments, path);
            if (Files.exists(path.resolve("summary.json"))) {
                out.println("The run in " + path + " has finished; nothing is left to resume");
                out.flush();
                return 0;
            }
        }
        Device device = LibTorch.device(options.device);
        if (options.threads != null) {
            LibTorch.setThreads(options.threads);
        }
        PictureSet opened = PictureSet.open(options.data, options.size);
        PictureSet pictures =
                new PictureSet(
                        opened.data(),
                        opened.size(),
                        opened.channels(),
                        recipe.normalize(opened.normalize()));
        out.println(pictures.data().description());
        if (before != null && !before.fingerprint().equals(pictures.data().fingerprint())) {
            throw new IllegalArgumentException(
                    "The pictures of "
                            + options.data
                            + " are not those the run in "
                            + path
                            + " began with; put those back, or start another run");
        }
        long steps = before != null ? before.steps() : steps(pictures, device);
        RunSettings settings =
                new RunSettings(
                        spec.name(),
                        arguments,
                        options.data,
                        pictures.data().fingerprint(),
                        encoder(pictures),
                        pictures.size(),
                        pictures.channels(),
                        pictures.normalize().mean(),
                        pictures.normalize().std(),
                        options.seed,
                        steps,
                        options.batch);
        T task = task(pictures, steps);
        ImageViews views = recipe.views(pictures);
        // The run directory comes last, so that options that do not fit leave nothing behind.
        try (NDManager manager = LibTorch.newManager(device);
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(
                                task, pictures.data().train(), views, plan(steps), manager);
                RunDirectory run =
                        before != null
                                ? RunDirectory.resume(path)
                                : RunDirectory.create(path, settings.toMap())) {
            Trained trained = train(pretrainer, task, pictures, settings, run);
            StateDict.save(
                    task.encoder(),
                    run.path().resolve(RunSettings.ENCODER_FILE),
                    Map.of("encoder", settings.encoder(), "method", settings.method()));
            @Nullable Evaluation evaluation =
                    options.noProbe || !pictures.labelled()
                            ? null
                            : Evaluation.of(settings, pictures, task.encoder(), device, PROBED);
            Map<String, Object> summary = summary(settings, trained, evaluation);
            if (!options.noProbe) {
                summary.putAll(recipe.figures(task, pictures, manager, options.seed));
            }
            run.writeSummary(summary);
            String verdict =
                    evaluation != null
                            ? evaluation.comparison().summary()
                            : options.noProbe
                                    ? "Not probed."
                                    : "The pictures have no labels, so there is nothing to probe.";
            run.writeReport(
                    new RunReport(settings, pictures, summary)
                            .of(
                                    verdict,
                                    RunDirectory.readCurves(path),
                                    views,
                                    evaluation,
                                    recipe.pictures(task, pictures, manager, options.seed)));
            out.printf(
                    Locale.ROOT,
                    "%s%n%sHealth %s%n%.0f images/s, report in %s%n",
                    verdict,
                    summary.containsKey("nll_nats")
                            ? String.format(
                                    Locale.ROOT,
                                    "Test log-likelihood at least %.2f nats (nll_nats %.2f).%n",
                                    -(double) summary.get("nll_nats"),
                                    (double) summary.get("nll_nats"))
                            : "",
                    trained.last() == null ? Health.OK : trained.last().health(),
                    trained.imagesPerSecond(settings.batch()),
                    path.resolve("report.html"));
            out.flush();
        }
        return 0;
    }

    // ------------------------------------------------------------------ options

    /** The options given on the command line, by name. */
    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        for (ArgSpec argument : parsed.matchedArgs()) {
            if (argument instanceof OptionSpec option && !FREE.contains(option.longestName())) {
                given.put(option.longestName(), String.join(",", option.originalStringValues()));
            }
        }
        return given;
    }

    /** A resumed run keeps its options; those given again must be the same. */
    private Map<String, String> merge(RunSettings before, Map<String, String> now, Path path) {
        if (!before.method().equals(spec.name())) {
            throw new IllegalArgumentException(
                    path
                            + " holds a run of "
                            + before.method()
                            + ", not of "
                            + spec.name()
                            + "; resume it with "
                            + before.method());
        }
        now.forEach(
                (name, value) -> {
                    if (!value.equals(before.arguments().get(name))) {
                        throw new IllegalArgumentException(
                                "The run in "
                                        + path
                                        + " was started "
                                        + (before.arguments().containsKey(name)
                                                ? "with "
                                                        + name
                                                        + " "
                                                        + before.arguments().get(name)
                                                : "without " + name)
                                        + ", now it is "
                                        + value
                                        + "; leave it out when resuming");
                    }
                });
        boolean noProbe = options.noProbe;
        long checkpointEvery = options.checkpointEvery;
        List<String> again = new ArrayList<>(List.of("--resume", "--run", path.toString()));
        before.arguments()
                .forEach((name, value) -> again.add(value.isEmpty() ? name : name + "=" + value));
        spec.commandLine().parseArgs(again.toArray(String[]::new));
        options.noProbe = noProbe;
        options.checkpointEvery = checkpointEvery;
        return before.arguments();
    }

    private Path runDirectory() {
        if (options.run != null) {
            return options.run;
        }
        if (options.resume) {
            throw new IllegalArgumentException("--resume needs to know what: add --run DIR");
        }
        String kind = options.data.replaceAll(":.*", "");
        for (int number = 1; ; number++) {
            Path path = Path.of("runs", spec.name() + "-" + kind + "-" + number);
            if (Files.notExists(path)) {
                return path;
            }
        }
    }

    // ------------------------------------------------------------------ training

    private long steps(PictureSet pictures, Device device) throws IOException {
        TrainingOptions.Budget budget = options.budget;
        int perEpoch = Math.max(1, pictures.data().train().size() / options.batch);
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
        return Math.max(1, Math.round(60 * minutes / secondsAStep(pictures, device)));
    }

    /** Rehearses some steps with networks that are then thrown away. */
    private double secondsAStep(PictureSet pictures, Device device) throws IOException {
        int rehearsed = 12;
        List<Double> seconds = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(device);
                Pretrainer<?> rehearsal =
                        new Pretrainer<>(
                                task(pictures, rehearsed),
                                pictures.data().train(),
                                recipe.views(pictures),
                                plan(rehearsed),
                                manager)) {
            rehearsal.listen(report -> seconds.add(report.seconds())).run();
        }
        // The first steps warm up caches and are not like the rest.
        double[] last = seconds.subList(4, rehearsed).stream().mapToDouble(x -> x).toArray();
        Arrays.sort(last);
        return last[last.length / 2];
    }

    private TrainingPlan plan(long steps) {
        double rate =
                options.optimizer.learningRate(
                        options.learningRate, recipe.usual().learningRate(), options.batch);
        Schedule schedule =
                options.cosine
                        ? Schedule.warmUpCosine(rate, options.warmUp, steps)
                        : Schedule.linear(
                                        rate / Math.max(1, options.warmUp),
                                        rate,
                                        options.warmUp - 1)
                                .then(options.warmUp, Schedule.constant(rate));
        TrainingPlan plan =
                new TrainingPlan(
                                steps,
                                options.batch,
                                options.optimizer.create(
                                        options.weightDecay,
                                        options.momentum == null
                                                ? recipe.usual().momentum()
                                                : options.momentum),
                                schedule)
                        .withSeed(options.seed)
                        .withParts(options.parts)
                        .withChunk(options.chunk);
        return options.clip == null ? plan : plan.withClipNorm(options.clip);
    }

    private String encoder(PictureSet pictures) {
        String given = options.encoder == null ? recipe.usual().encoder() : options.encoder;
        return Encoders.name(given, pictures.size());
    }

    private T task(PictureSet pictures, long steps) {
        Block encoder = Encoders.create(encoder(pictures));
        Shape images = new Shape(1, pictures.channels(), pictures.size(), pictures.size());
        return recipe.task(encoder, RunSettings.features(encoder, images), pictures, steps);
    }

    /** What training gave. */
    private record Trained(double seconds, long steps, @Nullable StepReport last) {

        /** NaN if there was nothing left to do. */
        double imagesPerSecond(int batch) {
            return steps == 0 ? Double.NaN : (double) steps * batch / seconds;
        }
    }

    private Trained train(
            Pretrainer<Image> pretrainer,
            T task,
            PictureSet pictures,
            RunSettings settings,
            RunDirectory run)
            throws IOException {
        pretrainer.checkpoint(new Checkpoints(run.checkpoints()), options.checkpointEvery);
        long first = options.resume ? pretrainer.resume() : 0;
        if (first > 0) {
            out.println("Resumed at step " + first);
        }
        List<StepReport> last = new ArrayList<>();
        long start = System.nanoTime();
        try (Metrics metrics = run.metrics(first)) {
            Progress progress = new Progress(settings.method(), settings.batch(), out);
            OnlineProbe probe = new OnlineProbe(task.encoder(), pictures, settings.seed());
            pretrainer.listen(
                    report -> {
                        last.clear();
                        last.add(report);
                        progress.show(report);
                        if (report.step() % LOGGED_EVERY == 0
                                || report.step() == report.totalSteps() - 1) {
                            Map<String, Number> row = row(report, settings.batch());
                            if (options.onlineProbe > 0) {
                                row.put(
                                        "online_knn",
                                        report.step() % options.onlineProbe == 0
                                                ? probe.accuracy()
                                                : Double.NaN);
                            }
                            append(metrics, report.step(), row);
                        }
                    });
            pretrainer.run();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Trained(seconds, settings.steps() - first, last.isEmpty() ? null : last.get(0));
    }

    private static Map<String, Number> row(StepReport report, int batch) {
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
        row.put("images_per_second", batch / report.seconds());
        return row;
    }

    private static void append(Metrics metrics, long step, Map<String, Number> row) {
        try {
            metrics.append(step, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> summary(
            RunSettings settings, Trained trained, @Nullable Evaluation evaluation) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("method", settings.method());
        summary.put("data", settings.data());
        summary.put("encoder", settings.encoder());
        summary.put("steps", settings.steps());
        summary.put("images_per_second", trained.imagesPerSecond(settings.batch()));
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
        if (evaluation != null) {
            summary.putAll(evaluation.figures());
        }
        summary.put("seconds", trained.seconds());
        summary.put("peak_resident_bytes", NativeMemory.resident().peak());
        return summary;
    }
}
