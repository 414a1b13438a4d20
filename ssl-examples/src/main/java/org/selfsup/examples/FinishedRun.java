package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A run with all its networks, not only its encoder, as its last checkpoint holds them.
 *
 * @param settings what it was started with
 * @param method its command, with the options it was started with
 * @param data what it learnt from, as it saw them
 * @param task trained
 * @param steps how long
 * @param <D> the data
 * @param <T> the task
 */
record FinishedRun<D extends TrainingData<?>, T extends PretextTask>(
        RunSettings settings, Method<?, D, T> method, D data, T task, long steps) {

    private static final int BATCH = 250;

    /**
     * Rebuilds a run.
     *
     * @param path its directory
     * @param manager owner of the networks' values
     * @throws IOException if it is no run of this program, or has no checkpoint
     */
    static FinishedRun<?, ?> open(Path path, NDManager manager) throws IOException {
        RunSettings settings = RunSettings.read(path);
        return open(path, settings, Arguments.method(path, settings), manager);
    }

    /** Rebuilds a run on pictures, refusing others. */
    static FinishedRun<PictureSet, ?> ofPictures(Path path, NDManager manager) throws IOException {
        RunSettings settings = RunSettings.read(path);
        if (!(Arguments.command(settings) instanceof ImageMethod<?> method)) {
            throw new IOException(
                    path + " holds a run of " + settings.method() + ", which learns no pictures");
        }
        return open(path, settings, method, manager);
    }

    private static <S, D extends TrainingData<S>, T extends PretextTask> FinishedRun<D, T> open(
            Path path, RunSettings settings, Method<S, D, T> method, NDManager manager)
            throws IOException {
        D data = method.open(settings, settings.data());
        if (!data.fingerprint().equals(settings.fingerprint())) {
            throw new IOException(
                    "What "
                            + settings.data()
                            + " holds is not what the run in "
                            + path
                            + " learnt from; put that back");
        }
        T task = settings.untrained(method, data, manager);
        long steps = new Checkpoints(path.resolve("checkpoints")).read(task.networks());
        return new FinishedRun<>(settings, method, data, task, steps);
    }

    /**
     * What the task makes of noise, see {@link Method#generate}.
     *
     * @param n how many
     * @param seed of the noise
     * @param manager owner of the result
     * @throws IllegalArgumentException if the method makes none
     */
    NDArray generate(int n, long seed, NDManager manager) {
        LibTorch.seed(seed);
        NDList made = new NDList();
        try (Autograd off = Autograd.off()) {
            for (int start = 0; start < n; start += BATCH) {
                try (NDManager scratch = manager.newSubManager()) {
                    Pass pass = new Pass(scratch, false, 0, 1);
                    NDArray some = method.generate(task, pass, Math.min(BATCH, n - start));
                    some.attach(manager);
                    made.add(some);
                }
            }
            return NDArrays.concat(made);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    settings.method()
                            + " makes nothing of noise; name runs of methods that do, such as gan",
                    e);
        }
    }

    /** For tables: {@code gan, 4000 steps}. */
    String description() {
        return settings.method() + ", " + steps + " steps";
    }
}
