package org.selfsup.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.engine.WholeFile;
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

    private static final String CSV = ".csv";
    private static final String SAFETENSORS = ".safetensors";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TrainedRun run = new TrainedRun();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Ends in .safetensors (train, test, labels) or .csv.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws Exception {
        String name = output.toString();
        if (!name.endsWith(CSV) && !name.endsWith(SAFETENSORS)) {
            throw new IllegalArgumentException(
                    "--output must end in .safetensors or .csv, got " + output);
        }
        PrintWriter out = spec.commandLine().getOut();
        RunSettings settings = run.settings();
        Device device = run.device();
        TrainingData<?> data = run.data(settings);
        Map<String, Features> splits;
        try (NDManager manager = LibTorch.newManager(device)) {
            splits = data.embed(run.encoder(settings, data, manager), device);
        }
        if (name.endsWith(CSV)) {
            writeCsv(splits, data);
        } else {
            writeSafeTensors(splits);
        }
        out.printf(
                "%d features of each of %d samples in %s%n",
                dimension(splits), splits.values().stream().mapToInt(Features::size).sum(), output);
        out.flush();
        return 0;
    }

    private static int dimension(Map<String, Features> splits) {
        return splits.values().iterator().next().dimension();
    }

    private void writeSafeTensors(Map<String, Features> splits) throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            splits.forEach(
                    (split, features) -> {
                        Shape shape = new Shape(features.size(), features.dimension());
                        arrays.put(split, manager.create(features.values(), shape));
                        if (features.labels() != null) {
                            long[] labels =
                                    IntStream.of(features.labels().of()).asLongStream().toArray();
                            arrays.put(split + "_labels", manager.create(labels));
                        }
                    });
            SafeTensors.write(output, arrays, Map.of());
        }
    }

    private void writeCsv(Map<String, Features> splits, TrainingData<?> data) throws IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(output)) {
            csv.write("split,name,label");
            for (int i = 0; i < dimension(splits); i++) {
                csv.write(",f" + i);
            }
            csv.newLine();
            for (Map.Entry<String, Features> split : splits.entrySet()) {
                Features features = split.getValue();
                for (int row = 0; row < features.size(); row++) {
                    csv.write(split.getKey() + "," + quoted(data.name(split.getKey(), row)) + ",");
                    if (features.labels() != null) {
                        csv.write(Integer.toString(features.labels().of()[row]));
                    }
                    for (int i = 0; i < features.dimension(); i++) {
                        csv.write("," + features.values()[row * features.dimension() + i]);
                    }
                    csv.newLine();
                }
                for (int i = 0; i < features.dimension(); i++) {
                    csv.write("," + features.values()[row * features.dimension() + i]);
                }
                csv.write('\n');
            }
        }
    }

    /** A field of a CSV file. */
    private static String quoted(String field) {
        return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
