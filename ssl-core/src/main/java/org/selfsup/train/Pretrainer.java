package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Loader;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.engine.Troubleshooting;

/**
 * The one training loop. It knows no method.
 *
 * <pre>{@code
 * for each objective whose turn it is: forward, backward, clip, update its own parameters
 * what the pass put off, afterStep, listeners, checkpoint
 * }</pre>
 *
 * <p>A step is a function of the parameters, the optimizer's slots, the seed and the step's number,
 * and of nothing else: training n + m steps gives the same bits as training n, being killed, and
 * training m from the checkpoint, on the same machine with the same number of native threads.
 *
 * <p>What a step computes ends with the step. One pretrainer is used by one thread; several may run
 * on threads of their own.
 *
 * @param <S> one sample
 */
public final class Pretrainer<S> implements AutoCloseable {

    private static final long STEP = 0x57E9; // tells a step's seed from others of the same run

    /** Embeddings are looked at so often: it takes some milliseconds. */
    private static final int WATCHED_EVERY = 10;

    private final PretextTask task;
    private final Samples<S> samples;
    private final Views<S> views;
    private final TrainingPlan plan;
    private final NDManager manager;
    private final NDManager slots;
    private final Map<String, Parameter> parameters;
    private final List<Player> players = new ArrayList<>();
    private final List<Consumer<StepReport>> listeners = new ArrayList<>();
    private @Nullable Checkpoints checkpoints;
    private final HealthMonitor monitor = new HealthMonitor();
    private final Map<String, Float> latest = new LinkedHashMap<>();
    private long checkpointEvery;
    private long step;
    private volatile boolean stopped;

    /**
     * Prepares training; the task's parameters are made here, from the plan's seed.
     *
     * @param task what to learn
     * @param samples what to learn from
     * @param views how the task sees a sample
     * @param plan how to learn
     * @param manager owner of the parameters, on the device to train on; they stay usable after
     *     this is closed
     * @throws IllegalArgumentException if the samples do not fill one batch, or the views do not
     *     fit the networks
     * @throws IOException if the first sample cannot be read
     */
    public Pretrainer(
            PretextTask task,
            Samples<S> samples,
            Views<S> views,
            TrainingPlan plan,
            NDManager manager)
            throws IOException {
        Loader.requireBatch(plan.batchSize(), samples);
        if (plan.parts() > 1 && !task.sumsOverSamples()) {
            throw new IllegalArgumentException(
                    task.getClass().getSimpleName()
                            + " compares the samples of a batch, so the gradients of "
                            + plan.parts()
                            + " parts do not add up to the batch's; use chunks instead, which give"
                            + " the same memory and the right gradients");
        }
        this.task = task;
        this.samples = samples;
        this.views = views;
        this.plan = plan;
        this.manager = manager;
        task.initialize(plan.seed(), manager, batchShapes());
        slots = manager.newSubManager();
        parameters = StateDict.parameters(task.networks());
        Map<Parameter, String> names = new HashMap<>();
        parameters.forEach((name, parameter) -> names.put(parameter, name));
        for (Objective objective : task.objectives()) {
            players.add(new Player(objective, plan, names, slots));
            latest.put(objective.name(), Float.NaN);
        }
    }

    private Shape[] batchShapes() throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            Views.Batch<S> one = views.batch(1);
            one.put(0, samples.get(0), Randomness.at(plan.seed()));
            Shape[] shapes = one.toArrays(scratch).getShapes();
            for (int i = 0; i < shapes.length; i++) {
                long[] dimensions = shapes[i].getShape().clone();
                dimensions[0] = plan.batchSize();
                shapes[i] = new Shape(dimensions);
            }
            return shapes;
        }
    }

    /** Calls someone after every step. */
    public Pretrainer<S> listen(Consumer<StepReport> listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Writes checkpoints while {@link #run} runs, and one at its end.
     *
     * @param checkpoints where to
     * @param every how many steps apart, at least 1
     */
    public Pretrainer<S> checkpoint(Checkpoints checkpoints, long every) {
        if (every < 1) {
            throw new IllegalArgumentException(
                    "Checkpoints are at least 1 step apart, got " + every);
        }
        this.checkpoints = checkpoints;
        this.checkpointEvery = every;
        return this;
    }

    /**
     * Continues from the newest whole checkpoint, if there is one.
     *
     * @return the step to be done next; 0 if there was no checkpoint
     * @throws IOException if checkpoints are there but cannot be used; the message says why
     */
    public long resume() throws IOException {
        if (checkpoints == null) {
            throw new IllegalStateException("Say where the checkpoints are before resuming");
        }
        Optional<SafeTensors> newest = checkpoints.newest();
        if (newest.isPresent()) {
            try (SafeTensors checkpoint = newest.get()) {
                checkSameRun(checkpoint);
                long done = done(checkpoint);
                for (Map.Entry<String, NDArray> named : state().entrySet()) {
                    checkpoint.readInto(named.getKey(), named.getValue());
                }
                step = done;
                for (Player player : players) {
                    player.updates = player.objective().turns(step);
                }
            }
        }
        return step;
    }

    /** The next step, from 0. */
    public long step() {
        return step;
    }

    /**
     * Ends {@link #run} once the step in hand is done and its checkpoint written; any thread may.
     */
    public void stop() {
        stopped = true;
    }

    /**
     * Trains until the plan's last step, or until it is {@linkplain #stop stopped}.
     *
     * @throws IOException if a sample cannot be read or a checkpoint not be written
     * @throws ArithmeticException if a loss is not a finite number; names task, objective and step
     */
    public void run() throws IOException {
        try (Loader<S> loader =
                new Loader<>(
                        samples,
                        views,
                        plan.batchSize(),
                        plan.seed(),
                        plan.loaderThreads(),
                        step)) {
            boolean ended = stopped || step >= plan.steps();
            while (!ended) {
                StepReport report = step(loader);
                step++;
                listeners.forEach(listener -> listener.accept(report));
                ended = stopped || step == plan.steps();
                if (checkpoints != null && (ended || step % checkpointEvery == 0)) {
                    checkpoints.write(step, state(), describe());
                }
            }
        }
    }

    private StepReport step(Loader<S> loader) throws IOException {
        long start = System.nanoTime();
        LibTorch.seed(Randomness.seed(plan.seed(), STEP, step));
        double learningRate = plan.learningRate().at(step);
        Map<String, Float> losses = new LinkedHashMap<>();
        double squaredNorm = 0;
        // The scope ends what lands on the parameters' manager: results computed from them first.
        try (Loader.Filled<S> filled = loader.take();
                NDManager scratch = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList batch = filled.toArrays(scratch);
            Pass pass = new Pass(scratch, true, step, plan.steps(), plan.seed(), filled.indices());
            pass.watching = step % WATCHED_EVERY == 0;
            for (Player player : players) {
                if (player.objective().actsAt(step)) {
                    NDList gradients = gradients(player, pass, batch, losses);
                    try (Autograd off = Autograd.off()) {
                        double norm = player.update(gradients, learningRate, plan.clipNorm());
                        squaredNorm += norm * norm;
                    }
                }
            }
            latest.putAll(losses);
            pass.runDeferred();
            try (Autograd off = Autograd.off()) {
                task.afterStep(pass);
            }
            return new StepReport(
                    step,
                    plan.steps(),
                    step / loader.batchesPerEpoch(),
                    new LinkedHashMap<>(latest),
                    pass.parts(),
                    learningRate,
                    Math.sqrt(squaredNorm),
                    monitor.observe(pass.parts()),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    /** The gradients of an objective's loss, of the whole batch or averaged over its parts. */
    private NDList gradients(Player player, Pass pass, NDList batch, Map<String, Float> losses) {
        int parts = plan.parts();
        if (parts == 1) {
            return gradients(player, pass, batch, losses, 1);
        }
        GradientSum sum = new GradientSum(player.parameters(), pass.manager());
        for (int i = 0; i < parts; i++) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDList part = part(batch, i);
                double share = (double) part.head().size(0) / plan.batchSize();
                sum.add(gradients(player, pass, part, losses, share), share);
            }
        }
        return sum.sums();
    }

    private NDList part(NDList batch, int i) {
        int n = plan.batchSize();
        NDIndex range =
                new NDIndex((long) n * i / plan.parts() + ":" + (long) n * (i + 1) / plan.parts());
        NDList part = new NDList();
        batch.forEach(array -> part.add(array.get(range)));
        return part;
    }

    private NDList gradients(
            Player player, Pass pass, NDList batch, Map<String, Float> losses, double share) {
        try (Autograd recording = Autograd.on()) {
            pass.cache =
                    plan.chunk() == 0
                            ? null
                            : new GradientCache(
                                    pass.manager(),
                                    plan.chunk(),
                                    Randomness.seed(plan.seed(), STEP, step, losses.size()));
            NDArray loss = player.objective().loss().evaluate(pass, batch);
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new ArithmeticException(
                        Troubleshooting.NOT_A_NUMBER.of(
                                task.getClass().getSimpleName()
                                        + ": objective \""
                                        + player.name()
                                        + "\" is "
                                        + value
                                        + " at step "
                                        + step
                                        + "; lower the learning rate, clip the gradient, or look"
                                        + " for bad samples"));
            }
            losses.merge(player.name(), (float) (share * value), Float::sum);
            return pass.cache == null
                    ? Autograd.gradients(loss, player.parameters())
                    : pass.cache.gradients(loss, player.parameters());
        } finally {
            pass.cache = null;
        }
    }

    /** Everything that a step depends on, by name. */
    private Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> state.put(name, parameter.getArray()));
        players.forEach(player -> player.putSlots(state));
        return state;
    }

    private Map<String, String> describe() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("step", Long.toString(step));
        metadata.put("task", task.getClass().getSimpleName());
        metadata.put("seed", Long.toString(plan.seed()));
        metadata.put("batch size", Integer.toString(plan.batchSize()));
        metadata.put("optimizer", plan.optimizer().toString());
        metadata.put("samples", Integer.toString(samples.size()));
        return metadata;
    }

    private void checkSameRun(SafeTensors checkpoint) throws IOException {
        Map<String, String> found = checkpoint.metadata();
        for (Map.Entry<String, String> mine : describe().entrySet()) {
            String key = mine.getKey();
            if (!key.equals("step") && !mine.getValue().equals(found.get(key))) {
                throw new IOException(
                        Troubleshooting.ANOTHER_RUN.of(
                                checkpoint.file()
                                        + " is of another run: its "
                                        + key
                                        + " is "
                                        + found.get(key)
                                        + ", this run's is "
                                        + mine.getValue()
                                        + "; resume with the same settings, or start in another"
                                        + " run directory"));
            }
        }
    }

    /** How many steps were done before a checkpoint. */
    private static long done(SafeTensors checkpoint) throws IOException {
        String step = checkpoint.metadata().getOrDefault("step", "");
        if (!step.matches("\\d{1,18}")) {
            throw new IOException(
                    checkpoint.file() + " says no step, got \"" + step + "\"; it is no checkpoint");
        }
        return Long.parseLong(step);
    }

    /** Ends the optimizer's slots; the task's parameters stay. */
    @Override
    public void close() {
        slots.close();
    }
}
