package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.Normalize;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.report.RunDirectory;

/**
 * What {@code config.json} says of a run: enough to repeat it, and to rebuild its encoder.
 *
 * @param method such as simclr
 * @param arguments the options that were given, by name
 * @param data where the pictures were
 * @param fingerprint of the pictures
 * @param encoder which one
 * @param size rows and columns of a view
 * @param channels of a picture
 * @param mean of the training pictures
 * @param std of the training pictures
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
        int size,
        int channels,
        List<Float> mean,
        List<Float> std,
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
        map.put("size", size);
        map.put("channels", channels);
        map.put("mean", mean);
        map.put("std", std);
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
            ((Map<?, ?>) value(map, "arguments"))
                    .forEach((key, given) -> arguments.put(key.toString(), given.toString()));
            return new RunSettings(
                    value(map, "method").toString(),
                    arguments,
                    value(map, "data").toString(),
                    value(map, "data_fingerprint").toString(),
                    value(map, "encoder").toString(),
                    ((Number) value(map, "size")).intValue(),
                    ((Number) value(map, "channels")).intValue(),
                    floats(value(map, "mean")),
                    floats(value(map, "std")),
                    ((Number) value(map, "seed")).longValue(),
                    ((Number) value(map, "steps")).longValue(),
                    ((Number) value(map, "batch")).intValue());
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IOException(
                    run.resolve("config.json")
                            + " does not describe a run of this program: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Object value(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no \"" + key + '"');
        }
        return value;
    }

    private static List<Float> floats(Object list) {
        return ((List<?>) list).stream().map(x -> ((Number) x).floatValue()).toList();
    }

    /** These pictures, seen as the run saw its own. */
    PictureSet pictures(DataSet<Image> data) {
        return new PictureSet(data, size, channels, new Normalize(mean, std));
    }

    /** The encoder as it was before training. */
    Block untrainedEncoder(NDManager manager) {
        Block network = Encoders.create(encoder);
        // Values follow from seed and name, and in a task the encoder has this name.
        Initialization.initialize(
                new Sequence().add("encoder", network),
                seed,
                manager,
                new Shape(1, channels, size, size));
        return network;
    }

    /** The encoder as it is after training. */
    Block trainedEncoder(Path run, NDManager manager) throws IOException {
        Block network = untrainedEncoder(manager);
        StateDict.load(network, run.resolve(ENCODER_FILE));
        return network;
    }

    /** Features the encoder gives. */
    static int features(Block encoder, Shape images) {
        Shape[] shapes = encoder.getOutputShapes(new Shape[] {images});
        return (int) shapes[0].get(1);
    }

    /** Threads that make views beside those of the engine. */
    static int loaderThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
