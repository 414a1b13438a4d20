package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.Sgd;
import org.selfsup.train.TrainingPlan;

/**
 * Ten training steps of a small network, views, losses and weights recorded from a reference:
 * golden group training_trace.
 */
final class GoldenTrace {

    private static final int STEPS = 10;
    private static final int BATCH = 8;
    private static final float RATE = 0.1f;

    private final Golden golden;
    private final String method;

    GoldenTrace(Class<? extends PretextTask> task, String method) {
        this.golden = Golden.open("training_trace", task);
        this.method = method;
    }

    /**
     * Trains a task from the recorded weights on the recorded views; every loss and all final
     * weights, those after the first step and its gradients must be the recorded ones.
     */
    void assertReproduced(PretextTask task) throws IOException {
        TrainingPlan plan =
                new TrainingPlan(STEPS, BATCH, new Sgd(0.9, 0), Schedule.constant(RATE));
        float[] losses = new float[STEPS];
        List<Map<String, float[]>> states = new ArrayList<>(); // before and after every step
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Integer> pretrainer =
                        new Pretrainer<>(task, new Slots(), new Recorded(), plan, manager)) {
            Map<String, Parameter> parameters = StateDict.parameters(task.networks());
            parameters.forEach(
                    (name, parameter) -> {
                        if (!name.equals("queue.next")) {
                            load(parameter, initial(name));
                        }
                    });
            states.add(values(parameters));
            pretrainer
                    .listen(
                            report -> {
                                losses[(int) report.step()] = (float) report.loss();
                                states.add(values(parameters));
                            })
                    .run();
        }
        golden.assertClose(method + "/losses", losses);
        golden.assertClose(method + "/losses_float32", losses);
        for (String name : states.get(0).keySet()) {
            check(name, states);
        }
    }

    private void check(String name, List<Map<String, float[]>> states) {
        if (name.equals("queue.next")) {
            assertThat(states.get(STEPS).get(name)).containsExactly(STEPS * BATCH % 32);
            return;
        }
        boolean keys = name.startsWith("key_network") && !name.contains("running");
        Golden cases =
                keys
                        ? golden.differing(
                                "the target moves when a step ends, the reference's when it begins")
                        : golden;
        int late = keys ? 1 : 0;
        cases.assertClose(method + "/final." + reference(name), states.get(STEPS - late).get(name));
        String after = method + "/after1." + reference(name);
        if (golden.has(after)) {
            cases.assertClose(after, states.get(1 - late).get(name));
        }
        String gradient = method + "/grad0." + reference(name);
        if (golden.has(gradient)) { // what the first step went by
            float[] from = states.get(0).get(name);
            float[] to = states.get(1).get(name);
            float[] slope = new float[from.length];
            for (int i = 0; i < slope.length; i++) {
                slope[i] = (from[i] - to[i]) / RATE;
            }
            golden.assertClose(gradient, slope);
        }
    }

    private String initial(String name) {
        return name.equals("queue.rows") ? method + "/queue" : method + "/init." + reference(name);
    }

    /** Our name of a parameter in the reference's words. */
    private static String reference(String name) {
        if (name.equals("queue.rows")) {
            return "queue";
        }
        String leaf = name.substring(name.lastIndexOf('.') + 1);
        if (name.startsWith("predictor")) {
            return "predictor."
                    + (name.contains(".0.") ? "fc1." : name.contains(".1.") ? "bn." : "fc2.")
                    + leaf;
        }
        boolean follows = name.startsWith("target") || name.startsWith("key_network");
        return (follows ? "target." : "online.")
                + (name.contains("projector") ? "fc." : name.contains("conv") ? "conv." : "bn.")
                + leaf;
    }

    private void load(Parameter parameter, String tensor) {
        try (NDArray alias = parameter.getArray().stopGradient();
                NDArray values =
                        alias.getManager()
                                .create(golden.floats(tensor), new Shape(golden.shape(tensor)))) {
            alias.set(new NDIndex("..."), values);
        }
    }

    private static Map<String, float[]> values(Map<String, Parameter> parameters) {
        Map<String, float[]> values = new LinkedHashMap<>();
        parameters.forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
        return values;
    }

    /** As many samples as a batch has: a recorded batch is not drawn from anything. */
    private static final class Slots implements Samples<Integer> {
        @Override
        public int size() {
            return BATCH;
        }

        @Override
        public Integer get(int index) {
            return index;
        }
    }

    /** The views of step 0, 1, ... as they were recorded, after one batch that tells the shapes. */
    private final class Recorded implements Views<Integer> {

        private int step = -1;

        @Override
        public Batch<Integer> batch(int n) {
            return new Batch<>() {
                @Override
                public void put(int slot, Integer sample, RandomGenerator random) {}

                @Override
                public NDList toArrays(NDManager manager) {
                    NDList views = new NDList();
                    float[] all = golden.floats(method + "/views");
                    for (int view = 0; view < 2; view++) {
                        int size = BATCH * 3 * 8 * 8;
                        int start = (2 * Math.max(0, step) + view) * size;
                        views.add(
                                manager.create(
                                        Arrays.copyOfRange(all, start, start + size),
                                        new Shape(BATCH, 3, 8, 8)));
                    }
                    step++;
                    return views;
                }
            };
        }
    }
}
