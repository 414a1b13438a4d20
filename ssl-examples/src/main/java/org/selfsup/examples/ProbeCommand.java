package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Probes the encoder of a finished run. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Score the encoder of a run beside the untrained one.")
final class ProbeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "Run directory.")
    private Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description = "Pictures with classes (default: those of the run).")
    private @Nullable String data;

    @Option(
            names = "--train-samples",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Training pictures to use at most (default: ${DEFAULT-VALUE}).")
    private int trainSamples = 20_000;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Override
    public Integer call() throws Exception {
        RunSettings settings = RunSettings.read(run);
        Device place = LibTorch.device(device);
        Pictures pictures =
                settings.pictures(DataSource.images(data == null ? settings.data() : data));
        spec.commandLine().getOut().println(pictures.data().description());
        try (NDManager manager = LibTorch.newManager(place)) {
            Evaluation evaluation =
                    Evaluation.of(
                            settings,
                            pictures,
                            settings.trainedEncoder(run, manager),
                            place,
                            trainSamples);
            spec.commandLine().getOut().println(evaluation.comparison().summary());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
