package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes new samples of a finished run. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Write new pictures (PNG), sound (WAV), points (CSV) or text (TXT) that a run"
                        + " makes.")
final class SampleCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            required = true,
            description = "Run directory of a method that makes samples.")
    private Path run = Path.of("");

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many samples (default: ${DEFAULT-VALUE}).")
    private int count = 64;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Chooses the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Where to (default: samples.png, .wav, .csv or .txt in the run directory).")
    private @Nullable Path output;

    @Mixin private Sampling sampling = new Sampling();

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, got " + count);
        }
        try (NDManager manager = LibTorch.newManager(engine.open())) {
            FinishedRun<?, ?> finished = FinishedRun.open(run, manager);
            finished.method().sampling(sampling);
            String ending = finished.data().samplesEnd();
            Path file = output == null ? run.resolve("samples" + ending) : output;
            if (!file.toString().endsWith(ending)) {
                throw new IllegalArgumentException(
                        "--output must end in " + ending + ", got " + file);
            }
            finished.data().writeSamples(finished.generate(count, seed, manager), file);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%d samples of %s in %s%n", count, finished.description(), file);
            out.flush();
        }
        return 0;
    }
}
