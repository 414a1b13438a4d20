package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Option;

/** Options of the commands that work with a finished run. */
final class TrainedRun {

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "Run directory.")
    private Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description = "Other pictures than those of the run.")
    private @Nullable String data;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    /** What the run was started with. */
    RunSettings settings() throws IOException {
        return RunSettings.read(run);
    }

    /** The pictures to work with, as the run sees its own; says what they are. */
    PictureSet pictures(RunSettings settings, PrintWriter out) throws IOException {
        PictureSet pictures =
                settings.pictures(DataSource.images(data == null ? settings.data() : data));
        out.println(pictures.data().description());
        return pictures;
    }

    /** Where to work. */
    Device device() {
        return LibTorch.device(device);
    }

    /** The encoder as it is after training. */
    Block encoder(RunSettings settings, NDManager manager) throws IOException {
        return settings.trainedEncoder(run, manager);
    }
}
