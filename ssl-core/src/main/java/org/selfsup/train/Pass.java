package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Randomness;
import org.selfsup.engine.Autograd;

/**
 * One step's surroundings: what a forward pass needs, where a loss names its parts, and what shall
 * happen once the parameters have moved.
 */
public final class Pass {

    private static final long RANDOM = 0x9A55; // tells this randomness from others of the same run

    private final ParameterStore store;
    private final NDManager manager;
    private final boolean training;
    private final long step;
    private final long totalSteps;
    private final int[] samples;
    private final RandomGenerator random;
    private final Map<String, Mean> parts = new LinkedHashMap<>();
    private final List<Runnable> deferred = new ArrayList<>();

    /** Whether the figures of {@link #watch} are wanted in this step. */
    boolean watching;

    @Nullable GradientCache cache;

    /**
     * Describes a step.
     *
     * @param manager owner of what the step computes
     * @param training whether layers such as BatchNorm and dropout train
     * @param step from 0
     * @param totalSteps how many there will be, for schedules
     */
    public Pass(NDManager manager, boolean training, long step, long totalSteps) {
        this(manager, training, step, totalSteps, 0, new int[0]);
    }

    /**
     * Describes a step of a run.
     *
     * @param manager owner of what the step computes
     * @param training whether layers such as BatchNorm and dropout train
     * @param step from 0
     * @param totalSteps how many there will be, for schedules
     * @param seed of the run; {@link #random} follows from it and the step
     * @param samples index of every sample of the batch
     */
    public Pass(
            NDManager manager,
            boolean training,
            long step,
            long totalSteps,
            long seed,
            int[] samples) {
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.training = training;
        this.step = step;
        this.totalSteps = totalSteps;
        this.samples = samples.clone();
        this.random = Randomness.at(seed, RANDOM, step);
    }

    /** Applies a network to one array. */
    public NDArray forward(Block network, NDArray input) {
        return forward(network, new NDList(input)).singletonOrThrow();
    }

    /** Applies a network to several arrays. */
    public NDList forward(Block network, NDList inputs) {
        return cache == null
                ? network.forward(store, inputs, training)
                : cache.forward(network, inputs);
    }

    /**
     * Names a part of the loss, to be shown and recorded beside it. Named again within a step, the
     * mean counts.
     */
    public void report(String name, NDArray scalar) {
        report(name, scalar.getFloat());
    }

    /** Names a figure, to be shown and recorded beside the loss. */
    public void report(String name, float value) {
        parts.computeIfAbsent(name, n -> new Mean()).add(value);
    }

    /**
     * Shows the embeddings that the loss compares to the {@link HealthMonitor}.
     *
     * @param views one or two views of a batch, each {@code (n, d)}; row i shows the same sample
     */
    public void watch(NDArray... views) {
        if (watching) {
            EmbeddingQuality.of(views).forEach(this::report);
        }
    }

    /**
     * Shows soft assignments to prototypes to the {@link HealthMonitor}.
     *
     * @param assignments {@code (n, k)}, rows sum to 1
     */
    public void watchPrototypes(NDArray assignments) {
        if (watching) {
            report(EmbeddingQuality.PROTOTYPES, EmbeddingQuality.prototypes(assignments));
        }
    }

    /**
     * Shows a discriminator's logits to the {@link HealthMonitor}: how often it is right.
     *
     * @param real logits of real samples, any shape; positive is right
     * @param fake logits of generated samples, any shape; negative is right
     */
    public void watchLogits(NDArray real, NDArray fake) {
        report(HealthMonitor.DISCRIMINATOR, GameQuality.accuracy(real, fake));
    }

    /**
     * Shows what a generator makes to the {@link HealthMonitor}: how its spread over the batch
     * compares to that of real samples.
     *
     * @param real samples {@code (n, ...)}
     * @param generated others of the same shape but for n
     */
    public void watchSamples(NDArray real, NDArray generated) {
        report(HealthMonitor.DIVERSITY, GameQuality.diversity(real, generated));
    }

    /**
     * Does something after the optimizers, without gradient, before {@link PretextTask#afterStep}:
     * enqueue keys, move a centre. Arrays of this step may be used in it.
     */
    public void afterStep(Runnable action) {
        deferred.add(action);
    }

    /** Does what was put off. */
    void runDeferred() {
        try (Autograd off = Autograd.off()) {
            deferred.forEach(Runnable::run);
            deferred.clear();
        }
    }

    /** The parts named so far. */
    public Map<String, Float> parts() {
        Map<String, Float> means = new LinkedHashMap<>();
        parts.forEach((name, mean) -> means.put(name, mean.value()));
        return means;
    }

    /** DJL's way to a parameter's array on this device. */
    public ParameterStore store() {
        return store;
    }

    /** Owner of what the step computes; everything of it ends with the step. */
    public NDManager manager() {
        return manager;
    }

    /** Whether layers such as BatchNorm and dropout train. */
    public boolean training() {
        return training;
    }

    /** This step, from 0. */
    public long step() {
        return step;
    }

    /** How many steps there will be. */
    public long totalSteps() {
        return totalSteps;
    }

    /** Index of every sample of the batch, for memory banks; empty if the pass is of no run. */
    public int[] samples() {
        return samples.clone();
    }

    /** Randomness of this step for plain Java; libtorch's own generator is seeded alike. */
    public RandomGenerator random() {
        return random;
    }

    private static final class Mean {
        private double sum;
        private int count;

        void add(float value) {
            sum += value;
            count++;
        }

        float value() {
            return (float) (sum / count);
        }
    }
}
