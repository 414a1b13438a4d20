package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.data.Loader;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

/**
 * What every method must keep; its test extends this and adds what is its own.
 *
 * @param <S> one sample
 */
public abstract class PretextTaskContract<S> {

    /** A small task with new networks. */
    protected abstract PretextTask task();

    /** A few samples, at least two batches. */
    protected abstract Samples<S> samples();

    /** How the task sees them. */
    protected abstract Views<S> views();

    @Test
    void sameSeedGivesTheSameLossesOnAnyNumberOfLoaderThreads() throws IOException {
        assertThat(losses(plan(6).withSeed(3).withLoaderThreads(3)))
                .isEqualTo(losses(plan(6).withSeed(3).withLoaderThreads(1)));
    }

    @Test
    void anotherSeedGivesOtherLosses() throws IOException {
        assertThat(losses(plan(2).withSeed(3))).isNotEqualTo(losses(plan(2).withSeed(4)));
    }

    @Test
    void theLossFalls() throws IOException {
        List<Double> losses = losses(plan(60));
        assertThat(mean(losses.subList(50, 60)))
                .isLessThan(mean(losses.subList(settled(), settled() + 10)));
    }

    @Test
    void gradientReachesEveryTrainedParameterAndNoFrozenOne() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<S> loader = new Loader<>(samples(), views(), batch(), 0, 1);
                Loader.Filled<S> filled = loader.take()) {
            NDList batch = filled.toArrays(manager);
            task.initialize(0, manager, batch.getShapes());
            for (Objective objective : task.objectives()) {
                Map<String, Parameter> trained =
                        new LinkedHashMap<>(StateDict.parameters(objective.trained()));
                trained.values().removeIf(parameter -> !parameter.requiresGradient());
                NDList arrays = new NDList();
                trained.values().forEach(parameter -> arrays.add(parameter.getArray()));
                try (Autograd recording = Autograd.on()) {
                    Pass pass = new Pass(manager, true, 0, 1, 0, filled.indices());
                    NDArray loss = objective.loss().evaluate(pass, batch);
                    NDList gradients = Autograd.gradients(loss, arrays);
                    int i = 0;
                    for (String name : trained.keySet()) {
                        assertThat(size(gradients.get(i++)))
                                .as("gradient of %s", name)
                                .isFinite()
                                .isNotZero();
                    }
                }
            }
            StateDict.parameters(task.networks())
                    .forEach(
                            (name, parameter) ->
                                    assertThat(parameter.getArray().hasGradient())
                                            .as("%s may be trained", name)
                                            .isEqualTo(parameter.requiresGradient()));
        }
    }

    @Test
    void aStepLeavesNoArrayBehind() throws IOException {
        List<Integer> arrays = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            train(plan(6), manager, t -> t.listen(r -> arrays.add(count(manager))));
        }
        assertThat(arrays.subList(2, 6)).containsOnly(arrays.get(1));
    }

    @Test
    void trainingOnAfterACheckpointGivesTheSameBits(@TempDir Path directory) throws IOException {
        Map<String, float[]> straight = weights(plan(6), t -> {});
        Checkpoints checkpoints = new Checkpoints(directory);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            train(plan(3), manager, t -> t.checkpoint(checkpoints, 3));
        }
        Map<String, float[]> resumed =
                weights(
                        plan(6),
                        t -> {
                            t.checkpoint(checkpoints, 100);
                            assertThat(resume(t)).isEqualTo(3);
                        });
        assertThat(resumed.keySet()).isEqualTo(straight.keySet());
        straight.forEach(
                (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
    }

    /** Samples a step. */
    protected int batch() {
        return 8;
    }

    /** The step from which the loss falls: a queue of random keys makes it easy at first. */
    protected int settled() {
        return 0;
    }

    /** The figure that shall fall and be the same for the same seed. */
    protected double loss(StepReport report) {
        return report.loss();
    }

    /** A plan of so many steps with Adam. */
    protected TrainingPlan plan(long steps) {
        return new TrainingPlan(steps, batch(), new Adam(), Schedule.constant(1e-3));
    }

    private List<Double> losses(TrainingPlan plan) throws IOException {
        List<Double> losses = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            train(plan, manager, t -> t.listen(report -> losses.add(loss(report))));
        }
        return losses;
    }

    private Map<String, float[]> weights(TrainingPlan plan, Consumer<Pretrainer<S>> before)
            throws IOException {
        Map<String, float[]> weights = new LinkedHashMap<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            StateDict.parameters(train(plan, manager, before).networks())
                    .forEach((name, p) -> weights.put(name, p.getArray().toFloatArray()));
        }
        return weights;
    }

    private PretextTask train(TrainingPlan plan, NDManager manager, Consumer<Pretrainer<S>> before)
            throws IOException {
        PretextTask task = task();
        try (Pretrainer<S> pretrainer = new Pretrainer<>(task, samples(), views(), plan, manager)) {
            before.accept(pretrainer);
            pretrainer.run();
        }
        return task;
    }

    private static <S> long resume(Pretrainer<S> pretrainer) {
        try {
            return pretrainer.resume();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int count(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    private static float size(NDArray array) {
        return array.abs().sum(new int[0]).getFloat();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
