package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private TrainedRun run = new TrainedRun();

    @Option(
            names = "--train-samples",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Training samples to use at most (default: ${DEFAULT-VALUE}).")
    private int trainSamples = 20_000;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        RunSettings settings = run.settings();
        Device device = run.device();
        TrainingData<?> data = run.data(settings);
        try (NDManager manager = LibTorch.newManager(device)) {
            Evaluation evaluation =
                    data.evaluate(
                                    run.encoder(settings, data, manager),
                                    settings.untrainedEncoder(data, manager),
                                    settings.seed(),
                                    trainSamples,
                                    device)
                            .orElseThrow(
                                    () -> new IllegalArgumentException(TrainingData.NOT_PROBED));
            out.println(evaluation.summary());
            out.flush();
        }
        return 0;
    }
}
