package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import org.selfsup.data.Image;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.encoder.Encoders;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A run on pictures with all its networks, not only its encoder, as its last checkpoint holds them.
 *
 * @param settings what it was started with
 * @param method its command, with the options it was started with
 * @param pictures what it learnt from, as it saw them
 * @param task trained
 * @param steps how long
 * @param <T> the task
 */
record FinishedRun<T extends PretextTask>(
        RunSettings settings, ImageMethod<T> method, PictureSet pictures, T task, long steps) {

    private static final int BATCH = 250;

    /**
     * Rebuilds a run.
     *
     * @param path its directory
     * @param manager owner of the networks' values
     * @throws IOException if it is no run on pictures, or has no checkpoint
     */
    static FinishedRun<?> open(Path path, NDManager manager) throws IOException {
        RunSettings settings = RunSettings.read(path);
        if (!(Arguments.command(settings) instanceof ImageMethod<?> method)) {
            throw new IOException(
                    path + " holds a run of " + settings.method() + ", which learns no pictures");
        }
        return open(path, settings, method, manager);
    }

    private static <T extends PretextTask> FinishedRun<T> open(
            Path path, RunSettings settings, ImageMethod<T> method, NDManager manager)
            throws IOException {
        PictureSet pictures = method.open(settings, settings.data());
        if (!pictures.fingerprint().equals(settings.fingerprint())) {
            throw new IOException(
                    "What "
                            + settings.data()
                            + " holds is not what the run in "
                            + path
                            + " learnt from; put that back");
        }
        Block encoder = Encoders.create(settings.encoder());
        int features = (int) encoder.getOutputShapes(pictures.shapes())[0].get(1);
        T task = method.task(encoder, features, pictures, settings.steps());
        task.initialize(settings.seed(), manager, pictures.shapes());
        long steps = new Checkpoints(path.resolve("checkpoints")).read(task.networks());
        return new FinishedRun<>(settings, method, pictures, task, steps);
    }

    /**
     * Pictures that the task makes of noise, of 8 bits as all others.
     *
     * @param n how many
     * @param seed of the noise
     * @throws IllegalArgumentException if the method makes none
     */
    Samples<Image> generate(int n, long seed, Device device) {
        int side = pictures.size();
        byte[] pixels = new byte[n * side * side * pictures.channels()];
        LibTorch.seed(seed);
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(device)) {
            for (int start = 0; start < n; start += BATCH) {
                try (NDManager scratch = manager.newSubManager()) {
                    Pass pass = new Pass(scratch, false, 0, 1);
                    NDArray x = method.generate(task, pass, Math.min(BATCH, n - start));
                    float[] values = x.transpose(0, 2, 3, 1).toFloatArray(); // (b, h, w, c)
                    int offset = start * side * side * pictures.channels();
                    for (int i = 0; i < values.length; i++) {
                        pixels[offset + i] =
                                (byte) Math.round(255 * Math.max(0, Math.min(1, values[i])));
                    }
                }
            }
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    settings.method()
                            + " makes no pictures of noise; name runs of methods that do, such as"
                            + " gan",
                    e);
        }
        return new PackedImages(pixels, side, side, pictures.channels());
    }

    /** For tables: {@code gan, 4000 steps}. */
    String description() {
        return settings.method() + ", " + steps + " steps";
    }
}
