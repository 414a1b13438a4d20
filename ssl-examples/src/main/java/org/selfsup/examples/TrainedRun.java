package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the commands that work with a finished run. */
final class TrainedRun {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "Run directory.")
    private Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description = "Other data than those of the run.")
    private @Nullable String data;

    @Mixin private EngineOptions engine = new EngineOptions();

    /** Where the run is. */
    Path directory() {
        return run;
    }

    /** What the run was started with. */
    RunSettings settings() throws IOException {
        return RunSettings.read(run);
    }

    /** The data to work with, as the run saw its own; says what they are. */
    TrainingData<?> data(RunSettings settings) throws IOException {
        TrainingData<?> opened =
                Arguments.method(run, settings)
                        .open(settings, data == null ? settings.data() : data);
        spec.commandLine().getOut().println(opened.description());
        return opened;
    }

    /** Where to work, with the engine's threads set. */
    Device device() {
        return engine.open();
    }

    /** The encoder as it is after training. */
    Block encoder(RunSettings settings, TrainingData<?> seen, NDManager manager)
            throws IOException {
        return settings.trainedEncoder(run, seen, manager);
    }
}
