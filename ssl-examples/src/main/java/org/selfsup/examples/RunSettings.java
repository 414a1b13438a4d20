package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.report.RunDirectory;
import org.selfsup.train.PretextTask;

/**
 * What {@code config.json} says of a run: enough to repeat it, and to rebuild its encoder.
 *
 * @param method such as simclr
 * @param arguments the options that were given, by name
 * @param data where they were, as on the command line
 * @param fingerprint of the data
 * @param encoder which one
 * @param view how the data were seen
 * @param seed of everything
 * @param steps in all
 * @param batch samples a step
 */
record RunSettings(
        String method,
        Map<String, String> arguments,
        String data,
        String fingerprint,
        String encoder,
        Map<String, Object> view,
        long seed,
        long steps,
        int batch) {

    static final String ENCODER_FILE = "encoder.safetensors";

    /** As written to {@code config.json}, with the versions it ran on. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", method);
        map.put("arguments", arguments);
        map.put("data", data);
        map.put("data_fingerprint", fingerprint);
        map.put("encoder", encoder);
        map.put("view", view);
        map.put("seed", seed);
        map.put("steps", steps);
        map.put("batch", batch);
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("selfsup", "0.1.0");
        versions.put("java", System.getProperty("java.version"));
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        map.put("versions", versions);
        return map;
    }

    /**
     * Reads what a run was started with.
     *
     * @throws IOException if its {@code config.json} is not of this program
     */
    static RunSettings read(Path run) throws IOException {
        Map<String, @Nullable Object> map = RunDirectory.readConfig(run);
        try {
            Map<String, String> arguments = new LinkedHashMap<>();
            map(map, "arguments").forEach((key, given) -> arguments.put(key, given.toString()));
            return new RunSettings(
                    value(map, "method").toString(),
                    arguments,
                    value(map, "data").toString(),
                    value(map, "data_fingerprint").toString(),
                    value(map, "encoder").toString(),
                    map(map, "view"),
                    ((Number) value(map, "seed")).longValue(),
                    ((Number) value(map, "steps")).longValue(),
                    integer(map, "batch"));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IOException(
                    run.resolve("config.json")
                            + " does not describe a run of this program: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Object value(Map<String, ? extends @Nullable Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no \"" + key + '"');
        }
        return value;
    }

    private static Map<String, Object> map(Map<String, @Nullable Object> map, String key) {
        Map<String, Object> inner = new LinkedHashMap<>();
        ((Map<?, ?>) value(map, key)).forEach((name, value) -> inner.put(name.toString(), value));
        return inner;
    }

    /** A whole number that a map read from a file holds. */
    static int integer(Map<String, ? extends @Nullable Object> map, String key) {
        return ((Number) value(map, key)).intValue();
    }

    /** Numbers that a map read from a file holds. */
    static List<Float> floats(Map<String, ? extends @Nullable Object> map, String key) {
        return ((List<?>) value(map, key)).stream().map(x -> ((Number) x).floatValue()).toList();
    }

    /** The task as it was before training. */
    <S, D extends TrainingData<S>, T extends PretextTask> T untrained(
            Method<S, D, T> method, D data, NDManager manager) throws IOException {
        Block network = method.encoder(encoder, data);
        int features = (int) network.getOutputShapes(data.shapes())[0].get(1);
        T task = method.task(network, features, data, steps);
        task.initialize(seed, manager, data.shapes());
        return task;
    }

    /** The encoder as it was before training. */
    Block untrainedEncoder(TrainingData<?> seen, NDManager manager) throws IOException {
        if (encoder.equals(Method.Usual.OWN)
                && Arguments.command(this) instanceof Method<?, ?, ?> method) {
            return own(method, seen, manager);
        }
        Block network = Encoders.create(encoder);
        // Values follow from seed and name, and in a task the encoder has this name.
        Initialization.initialize(
                new Sequence().add("encoder", network), seed, manager, seen.shapes());
        return network;
    }

    @SuppressWarnings("unchecked") // a run's data are of the kind that its method opens
    private Block own(Method<?, ?, ?> method, TrainingData<?> seen, NDManager manager)
            throws IOException {
        return untrained(
                        (Method<Object, TrainingData<Object>, PretextTask>) method,
                        (TrainingData<Object>) seen,
                        manager)
                .encoder();
    }

    /** The encoder as it is after training. */
    Block trainedEncoder(Path run, TrainingData<?> seen, NDManager manager) throws IOException {
        Block network = untrainedEncoder(seen, manager);
        StateDict.load(network, run.resolve(ENCODER_FILE));
        return network;
    }

    /** Where a run goes that was told no directory: a new one, {@code runs/METHOD-DATA-NUMBER}. */
    static Path newDirectory(String method, String data) {
        String kind = data.replaceAll(":.*", "");
        for (int number = 1; ; number++) {
            Path path = Path.of("runs", method + "-" + kind + "-" + number);
            if (Files.notExists(path)) {
                return path;
            }
        }
    }

    /** Threads that make views beside those of the engine. */
    static int loaderThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
