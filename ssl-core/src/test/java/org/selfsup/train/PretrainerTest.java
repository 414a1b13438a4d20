package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.testing.Golden;

class PretrainerTest {

    @Test
    void aLinearTaskIsLearnt() throws IOException {
        List<Double> losses = train(new Fit(), plan(200));
        assertThat(losses.get(199)).isBetween(0.0, 1e-3);
    }

    @Test
    void manyThreadsMayTrainAtOnce() throws Exception {
        List<Double> alone = train(new Fit(), plan(20));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<Double>>> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                others.add(threads.submit(() -> train(new Fit(), plan(20))));
            }
            for (Future<List<Double>> other : others) {
                assertThat(other.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void twoObjectivesMoveOnlyTheirOwnParameters() throws IOException {
        Game game = new Game();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(
                                game,
                                new Points(),
                                new Rows(),
                                new TrainingPlan(1, 4, new Sgd(0, 0), Schedule.constant(1)),
                                manager)) {
            float second = weight(game.second);
            float first = weight(game.first);
            pretrainer.run();
            // Both losses reach both weights, with gradient 1: each moves by its own only.
            assertThat(weight(game.first)).isCloseTo(first - 1, within(1e-6f));
            assertThat(weight(game.second)).isCloseTo(second - 1, within(1e-6f));
        }
    }

    @Test
    void anObjectiveActsInItsStepsOnly() {
        Objective objective =
                new Objective("some", Layers.linear(1, false), (pass, batch) -> batch.head());
        assertThat(turns(objective)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(turns(objective.withEvery(3))).containsExactly(2, 5, 8);
        assertThat(turns(objective.withFrom(2).withUntil(5))).containsExactly(2, 3, 4);
        assertThat(turns(objective.withEvery(3).withFrom(2).withRate(2))).containsExactly(4, 7);
        assertThat(turns(objective.withEvery(2).withUntil(5))).containsExactly(1, 3);
        assertThatThrownBy(() -> objective.withFrom(4).withUntil(4))
                .hasMessage("Objective \"some\" acts in at least one step, got 4 up to 4");
    }

    /** The steps up to the ninth in which it acts; what it says of their number must fit. */
    private static List<Integer> turns(Objective objective) {
        List<Integer> turns = new ArrayList<>();
        for (int step = 0; step < 9; step++) {
            assertThat(objective.turns(step)).isEqualTo(turns.size());
            if (objective.actsAt(step)) {
                turns.add(step);
            }
        }
        return turns;
    }

    @Test
    void aLossThatIsNoNumberStopsAndNamesTaskObjectiveAndStep() {
        assertThatThrownBy(() -> train(new Broken(), plan(5)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("Broken: objective \"loss\" is NaN at step 3");
    }

    @Test
    void clippingReportsTheNormBeforeAndShortensTheStep() throws IOException {
        Fit task = new Fit();
        List<Double> norms = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(
                                task,
                                new Points(),
                                new Rows(),
                                new TrainingPlan(1, 4, new Sgd(0, 0), Schedule.constant(1))
                                        .withClipNorm(0.01),
                                manager)) {
            float[] before = values(task.encoder());
            pretrainer.listen(report -> norms.add(report.gradientNorm())).run();
            float[] after = values(task.encoder());
            double moved = 0;
            for (int i = 0; i < before.length; i++) {
                moved += Math.pow(after[i] - before[i], 2);
            }
            assertThat(Math.sqrt(moved)).isCloseTo(0.01, within(1e-5));
        }
        assertThat(norms.get(0)).isBetween(0.011, 100.0);
    }

    /** torch's clip_grad_norm_, golden group optim_schedules. */
    @Test
    void clippingAgreesWithTheReference() {
        Golden golden = Golden.open("optim_schedules", Player.class);
        for (String name : List.of("clipped", "not_clipped")) {
            String prefix = "clip_global_norm." + name;
            try (NDManager manager = LibTorch.newManager(Device.cpu())) {
                NDList gradients = new NDList();
                List<String> names = List.of("weight", "bias", "bn_weight");
                for (String p : names) {
                    String tensor = prefix + "/grad." + p;
                    gradients.add(
                            manager.create(golden.floats(tensor), new Shape(golden.shape(tensor))));
                }
                NDList clipped = Player.clip(gradients, name.equals("clipped") ? 1 : 50);
                golden.assertClose(prefix + "/norm", clipped.get(3).toFloatArray());
                for (int i = 0; i < names.size(); i++) {
                    golden.assertClose(
                            prefix + "/clipped." + names.get(i), clipped.get(i).toFloatArray());
                }
            }
        }
    }

    @Test
    void stoppedItEndsAfterTheStepWithACheckpoint(@TempDir Path directory) throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(new Fit(), new Points(), new Rows(), plan(20), manager)) {
            Checkpoints checkpoints = new Checkpoints(directory);
            pretrainer
                    .checkpoint(checkpoints, 100)
                    .listen(
                            report -> {
                                if (report.step() == 6) {
                                    pretrainer.stop();
                                }
                            })
                    .run();
            assertThat(pretrainer.step()).isEqualTo(7);
            try (SafeTensors newest = checkpoints.newest().orElseThrow()) {
                assertThat(newest.metadata()).containsEntry("step", "7");
            }
        }
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused(@TempDir Path directory) throws IOException {
        Checkpoints checkpoints = new Checkpoints(directory);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            try (Pretrainer<float[]> first = pretrainer(new Fit(), plan(3), manager)) {
                first.checkpoint(checkpoints, 100).run();
            }
            try (Pretrainer<float[]> other = pretrainer(new Fit(), plan(3).withSeed(9), manager)) {
                other.checkpoint(checkpoints, 100);
                assertThatThrownBy(other::resume)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("its seed is 0, this run's is 9");
            }
        }
    }

    @Test
    void aCheckpointWithoutItsStepIsRefused(@TempDir Path directory) throws IOException {
        Checkpoints checkpoints = new Checkpoints(directory);
        Path file = directory.resolve("step-000000003.safetensors");
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer = pretrainer(new Fit(), plan(3), manager)) {
            pretrainer.checkpoint(checkpoints, 100).run();
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            Map<String, String> metadata;
            try (SafeTensors saved = SafeTensors.open(file)) {
                for (String name : saved.entries().keySet()) {
                    arrays.put(name, saved.read(name, manager));
                }
                metadata = new LinkedHashMap<>(saved.metadata());
            }
            metadata.put("step", "-1");
            SafeTensors.write(file, arrays, metadata);
            assertThatThrownBy(pretrainer::resume)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " says no step, got \"-1\"");
        }
    }

    @Test
    void aBatchLargerThanTheDataIsRefused() {
        TrainingPlan plan = new TrainingPlan(1, 1000, new Adam(), Schedule.constant(0.1));
        assertThatThrownBy(() -> train(new Fit(), plan))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void parametersOutsideTheTasksBlockAreRefused() {
        assertThatThrownBy(() -> train(new Forgetful(), plan(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not part of the task's block");
    }

    private static TrainingPlan plan(long steps) {
        return new TrainingPlan(steps, 4, new Adam(), Schedule.constant(0.05));
    }

    private static Pretrainer<float[]> pretrainer(
            PretextTask task, TrainingPlan plan, NDManager manager) throws IOException {
        return new Pretrainer<>(task, new Points(), new Rows(), plan, manager);
    }

    private static List<Double> train(PretextTask task, TrainingPlan plan) throws IOException {
        List<Double> losses = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer = pretrainer(task, plan, manager)) {
            pretrainer.listen(report -> losses.add(report.loss())).run();
        }
        return losses;
    }

    private static float weight(Block block) {
        return values(block)[0];
    }

    private static float[] values(Block block) {
        FloatBuffer values = FloatBuffer.allocate(100);
        StateDict.parameters(block)
                .values()
                .forEach(parameter -> values.put(parameter.getArray().toFloatArray()));
        return Arrays.copyOf(values.array(), values.position());
    }

    /** Forty points in the plane. */
    private record Points() implements Samples<float[]> {
        @Override
        public int size() {
            return 40;
        }

        @Override
        public float[] get(int index) {
            return new float[] {index / 20f - 1, (index * 7 % 40) / 20f - 1};
        }
    }

    /** The points as they are, {@code (n, 2)}. */
    private record Rows() implements Views<float[]> {
        @Override
        public Batch<float[]> batch(int n) {
            float[] values = new float[2 * n];
            return new Batch<>() {
                @Override
                public void put(int slot, float[] sample, RandomGenerator random) {
                    System.arraycopy(sample, 0, values, 2 * slot, 2);
                }

                @Override
                public NDList toArrays(NDManager manager) {
                    return new NDList(manager.create(values.clone(), new Shape(n, 2)));
                }
            };
        }
    }

    /** Learns x1 - 2 x2 by least squares. */
    private static class Fit implements PretextTask {

        final Networks networks = new Networks().add("encoder", Layers.linear(1, true));

        @Override
        public Networks networks() {
            return networks;
        }

        @Override
        public NDArray loss(Pass pass, NDList batch) {
            NDArray x = batch.head(); // (n, 2)
            NDArray wanted = x.matMul(pass.manager().create(new float[] {1, -2}, new Shape(2, 1)));
            return pass.forward(encoder(), x).sub(wanted).square().mean();
        }
    }

    /** Fails at its fourth step. */
    private static final class Broken extends Fit {
        @Override
        public NDArray loss(Pass pass, NDList batch) {
            NDArray loss = super.loss(pass, batch);
            return pass.step() == 3 ? loss.mul(Float.NaN) : loss;
        }
    }

    /** Trains what it does not own. */
    private static final class Forgetful extends Fit {
        @Override
        public List<Objective> objectives() {
            Block stranger = Layers.linear(1, true);
            try (NDManager manager = LibTorch.newManager(Device.cpu())) {
                stranger.initialize(
                        manager, ai.djl.ndarray.types.DataType.FLOAT32, new Shape(1, 2));
                return Collections.singletonList(new Objective("loss", stranger, this::loss));
            }
        }
    }

    /** Two weights; the loss of either is their sum, its gradient with respect to each is 1. */
    private static final class Game implements PretextTask {

        final Block first = Layers.linear(1, false);
        final Block second = Layers.linear(1, false);
        final Networks both = new Networks().add("first", first).add("second", second);

        @Override
        public Networks networks() {
            return both;
        }

        @Override
        public void initialize(long seed, NDManager manager, Shape... batch) {
            PretextTask.super.initialize(seed, manager, new Shape(1, 1));
        }

        @Override
        public List<Objective> objectives() {
            return List.of(
                    new Objective("one", first, this::loss),
                    new Objective("two", second, this::loss));
        }

        @Override
        public NDArray loss(Pass pass, NDList batch) {
            NDArray one = pass.manager().ones(new Shape(1, 1));
            return pass.forward(first, one).add(pass.forward(second, one)).sum();
        }
    }
}
