package org.selfsup.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.report.RunDirectory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Trains several methods alike and sets their figures side by side. Every run has a directory of
 * its own, so a comparison that was stopped goes on where it was.
 */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Train several methods on the same data with the same budget; one table.")
final class CompareCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--methods",
            paramLabel = "A,B,...",
            required = true,
            split = ",",
            description =
                    "Methods, each with options of its own if need be: \"simclr,byol --tau 0.9\".")
    private List<String> methods = List.of();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description = "The same for all (default: the methods' own).")
    private @Nullable String data;

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            description = "The same for all (default: the methods' own).")
    private @Nullable String encoder;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private TrainingOptions.Budget budget = new TrainingOptions.Budget();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each method, seeds 0 to N - 1 (default: ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "runs/compare",
            description = "Runs, compare.csv and compare.html (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds is at least 1, got " + seeds);
        }
        methods.forEach(this::requireKnown);
        Comparison comparison = new Comparison(new ArrayList<>());
        PrintWriter out = spec.commandLine().getOut();
        for (int seed = 0; seed < seeds; seed++) {
            for (String method : methods) {
                Path run = output.resolve(method.strip().replaceAll("[^\\w.]+", "-") + "-" + seed);
                if (!Files.exists(run.resolve("summary.json"))) {
                    out.printf("%s, seed %d%n", method, seed);
                    out.flush();
                    int code = Main.run(arguments(method, seed, run));
                    if (code != 0) {
                        return code;
                    }
                }
                comparison
                        .runs()
                        .add(
                                new Comparison.Run(
                                        method.strip(), seed, RunDirectory.readSummary(run)));
                comparison.write(output, title());
            }
        }
        out.print(comparison.table().text());
        out.println("Table in " + output.resolve("compare.html"));
        out.flush();
        return 0;
    }

    private void requireKnown(String method) {
        String name = words(method).get(0);
        CommandLine command = spec.commandLine().getParent().getSubcommands().get(name);
        if (command == null || !(command.getCommand() instanceof Method<?, ?, ?>)) {
            throw new IllegalArgumentException(
                    Troubleshooting.UNKNOWN_NAME.of(
                            "\""
                                    + name
                                    + "\" is no method that can be trained"
                                    + Usage.nearest(spec.commandLine().getParent(), name)));
        }
    }

    private static List<String> words(String method) {
        return Arrays.asList(method.strip().split("\\s+", -1));
    }

    private String title() {
        return String.join(", ", methods) + (data == null ? "" : " on " + data);
    }

    private String[] arguments(String method, int seed, Path run) {
        List<String> arguments = new ArrayList<>(words(method));
        arguments.addAll(List.of("--run", run.toString()));
        if (Files.exists(run.resolve("config.json"))) {
            arguments.add("--resume");
            return arguments.toArray(String[]::new);
        }
        arguments.addAll(List.of("--seed", String.valueOf(seed), "--device", engine.device));
        add(arguments, "--data", data);
        add(arguments, "--encoder", encoder);
        add(arguments, "--threads", engine.threads);
        add(arguments, "--steps", budget.steps);
        add(arguments, "--epochs", budget.epochs);
        add(arguments, "--minutes", budget.minutes);
        return arguments.toArray(String[]::new);
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.addAll(List.of(name, value.toString()));
        }
    }
}
