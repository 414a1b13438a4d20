package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that make a run what it is, by name. */
final class Arguments {

    /** Options that say where and how to run, not what; they may differ when a run is resumed. */
    private static final List<String> FREE =
            List.of("--run", "--resume", "--checkpoint-every", "--no-probe", "--help");

    private Arguments() {}

    /** Those given on the command line. */
    static Map<String, String> given(CommandSpec spec) {
        Map<String, String> given = new LinkedHashMap<>();
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        for (ArgSpec argument : parsed.matchedArgs()) {
            if (argument instanceof OptionSpec option && !FREE.contains(option.longestName())) {
                given.put(option.longestName(), String.join(",", option.originalStringValues()));
            }
        }
        return given;
    }

    /** Those a run was started with, as on the command line. */
    static List<String> typed(RunSettings settings) {
        return settings.arguments().entrySet().stream()
                .map(
                        given ->
                                given.getKey()
                                        + (given.getValue().isEmpty()
                                                ? ""
                                                : "=" + given.getValue()))
                .toList();
    }

    /**
     * The method of a run, with the options it was started with.
     *
     * @throws IOException if it has no network to work with, or this program does not know it
     */
    static Method<?, ?, ?> method(Path run, RunSettings settings) throws IOException {
        Object command = command(settings);
        if (command instanceof Method<?, ?, ?> method) {
            return method;
        }
        throw new IOException(
                run
                        + (command == null
                                ? " holds a run of an unknown method, " + settings.method()
                                : " holds a run of "
                                        + settings.method()
                                        + ", which learns vectors and no network; they are in the"
                                        + " directory's vectors files"));
    }

    /** The command of a run with the options it was started with; null if there is none by now. */
    static @Nullable Object command(RunSettings settings) {
        CommandLine commands = Main.commands();
        CommandLine command = commands.getSubcommands().get(settings.method());
        if (command == null) {
            return null;
        }
        List<String> typed = new ArrayList<>(List.of(settings.method()));
        typed.addAll(typed(settings));
        commands.parseArgs(typed.toArray(String[]::new));
        return command.getCommand();
    }

    /**
     * Sets the options to those a run was started with; those given again must be the same.
     *
     * @param run its directory
     */
    static void restore(CommandSpec spec, TrainingOptions options, RunSettings before, Path run) {
        if (!before.method().equals(spec.name())) {
            throw new IllegalArgumentException(
                    Troubleshooting.ANOTHER_RUN.of(
                            run
                                    + " holds a run of "
                                    + before.method()
                                    + ", not of "
                                    + spec.name()
                                    + "; resume it with "
                                    + before.method()));
        }
        given(spec).forEach((name, value) -> requireSame(name, value, before, run));
        boolean noProbe = options.noProbe;
        long checkpointEvery = options.checkpointEvery;
        List<String> again = new ArrayList<>(List.of("--resume", "--run", run.toString()));
        again.addAll(typed(before));
        spec.commandLine().parseArgs(again.toArray(String[]::new));
        options.noProbe = noProbe;
        options.checkpointEvery = checkpointEvery;
    }

    private static void requireSame(String name, String now, RunSettings before, Path run) {
        String then = before.arguments().get(name);
        if (!now.equals(then)) {
            throw new IllegalArgumentException(
                    Troubleshooting.ANOTHER_RUN.of(
                            "The run in "
                                    + run
                                    + " was started "
                                    + (then == null
                                            ? "without " + name
                                            : "with " + name + " " + then)
                                    + ", now it is "
                                    + now
                                    + "; leave it out when resuming"));
        }
    }
}
