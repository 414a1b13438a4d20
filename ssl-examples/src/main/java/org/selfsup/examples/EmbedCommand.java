package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.eval.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the features of pictures. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Write the features a run's encoder gives to pictures.")
final class EmbedCommand implements Callable<Integer> {

    private static final String CSV = ".csv";
    private static final String SAFETENSORS = ".safetensors";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "Run directory.")
    private Path run = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description = "Pictures to embed (default: those of the run).")
    private @Nullable String data;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Ends in .safetensors (train, test, labels) or .csv.")
    private Path output = Path.of("");

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Override
    public Integer call() throws Exception {
        String name = output.toString();
        if (!name.endsWith(CSV) && !name.endsWith(SAFETENSORS)) {
            throw new IllegalArgumentException(
                    "--output must end in .safetensors or .csv, got " + output);
        }
        RunSettings settings = RunSettings.read(run);
        Device place = LibTorch.device(device);
        Pictures pictures =
                settings.pictures(DataSource.images(data == null ? settings.data() : data));
        Map<String, Features> splits = new LinkedHashMap<>();
        try (NDManager manager = LibTorch.newManager(place)) {
            var encoder = settings.trainedEncoder(run, manager);
            splits.put(
                    "train", Evaluation.extract(encoder, pictures, pictures.data().train(), place));
            splits.put(
                    "test", Evaluation.extract(encoder, pictures, pictures.data().test(), place));
        }
        if (name.endsWith(CSV)) {
            writeCsv(splits);
        } else {
            writeSafeTensors(splits);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%d features each of %d training and %d test pictures in %s%n",
                        settings(splits).dimension(),
                        splits.get("train").size(),
                        splits.get("test").size(),
                        output);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static Features settings(Map<String, Features> splits) {
        return splits.values().iterator().next();
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

    private void writeCsv(Map<String, Features> splits) throws IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(output)) {
            csv.write("split,index,label");
            for (int i = 0; i < settings(splits).dimension(); i++) {
                csv.write(",f" + i);
            }
            csv.newLine();
            for (Map.Entry<String, Features> split : splits.entrySet()) {
                Features features = split.getValue();
                for (int row = 0; row < features.size(); row++) {
                    csv.write(split.getKey() + "," + row + ",");
                    if (features.labels() != null) {
                        csv.write(Integer.toString(features.labels().of()[row]));
                    }
                    for (int i = 0; i < features.dimension(); i++) {
                        csv.write("," + features.values()[row * features.dimension() + i]);
                    }
                    csv.newLine();
                }
            }
        }
    }
}
