package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes features. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Write the features a run's encoder gives to its data.")
final class EmbedCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TrainedRun run = new TrainedRun();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Ends in .csv, .npy (labels in a .labels.csv beside it) or .safetensors.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
        FeatureFormat format = FeatureFormat.of(output);
        PrintWriter out = spec.commandLine().getOut();
        RunSettings settings = run.settings();
        Device device = run.device();
        TrainingData<?> data = run.data(settings);
        Map<String, Features> splits;
        try (NDManager manager = LibTorch.newManager(device)) {
            splits = data.embed(run.encoder(settings, data, manager), device);
        }
        format.write(splits, data::name, output);
        out.printf(
                "%d features of each of %d samples in %s%n",
                splits.values().iterator().next().dimension(),
                splits.values().stream().mapToInt(Features::size).sum(),
                output);
        out.flush();
        return 0;
    }
}
