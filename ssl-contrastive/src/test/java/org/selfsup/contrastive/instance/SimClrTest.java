package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.testing.Golden;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.Sgd;
import org.selfsup.train.TrainingPlan;

class SimClrTest extends PretextTaskContract {

    @Override
    protected PretextTask task() {
        return new SimClr(
                ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new NtXentLoss(0.5f));
    }

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.views();
    }

    /** Ten steps of lightly's NT-Xent with torch's SGD, golden group training_trace. */
    @Test
    void tenStepsOfTheReferenceAreReproduced() throws IOException {
        Golden golden = Golden.open("training_trace");
        TrainingPlan plan = new TrainingPlan(10, 8, new Sgd(0.9, 0), Schedule.constant(0.1));
        Block encoder = ConvNet.of(8);
        Block projector = Linear.builder().setUnits(16).build();
        SimClr task = new SimClr(encoder, projector, new NtXentLoss(0.5f));
        float[] losses = new float[10];
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Integer> pretrainer =
                        new Pretrainer<>(task, new Slots(), new Recorded(golden), plan, manager)) {
            Map<String, Parameter> parameters = StateDict.parameters(task.block());
            parameters.forEach(
                    (name, parameter) ->
                            load(parameter, golden, "simclr/init.online." + reference(name)));
            pretrainer.listen(report -> losses[(int) report.step()] = (float) report.loss()).run();
            golden.assertClose("simclr/losses", losses);
            parameters.forEach(
                    (name, parameter) ->
                            golden.assertClose(
                                    "simclr/final.online." + reference(name),
                                    parameter.getArray().toFloatArray()));
        }
        assertThat(losses[9]).isCloseTo(2.5029f, within(1e-3f));
    }

    @Test
    void itsFeaturesBeatThoseOfTheUntrainedEncoder() throws IOException {
        DataSet<Image> data = Shapes.generate(4_000, 1_000, 5);
        SimClrAugmentation augmentation = SimClrAugmentation.CIFAR10;
        TrainingPlan plan = new TrainingPlan(200, 128, new Adam(), Schedule.constant(2e-3));
        Block encoder = ConvNet.of(16, 32, 64, 128);
        Block projector = Heads.mlp(Heads.Norm.HIDDEN, 128, 64);
        SimClr task = new SimClr(encoder, projector, new NtXentLoss(0.5f));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, data.train(), augmentation.views(), plan, manager)) {
            Split untrained = features(encoder, data, augmentation);
            pretrainer.run();
            Split trained = features(encoder, data, augmentation);
            Probe.Comparison probe = new Probe(0).compare(trained, untrained);
            double gain =
                    probe.trained().linear().accuracy() - probe.untrained().linear().accuracy();
            assertThat(gain).as(probe.summary()).isBetween(0.06, 1.0);
        }
    }

    private static Split features(
            Block encoder, DataSet<Image> data, SimClrAugmentation augmentation)
            throws IOException {
        ImageViews views = augmentation.evaluationViews();
        return new Split(
                Features.extract(encoder, data.train(), views, 250, Device.cpu(), 1),
                Features.extract(encoder, data.test(), views, 250, Device.cpu(), 1));
    }

    private static String reference(String name) {
        String leaf = name.substring(name.lastIndexOf('.') + 1);
        return (name.startsWith("projector") ? "fc." : name.contains("conv") ? "conv." : "bn.")
                + leaf;
    }

    private static void load(Parameter parameter, Golden golden, String tensor) {
        try (NDArray alias = parameter.getArray().stopGradient();
                NDArray values =
                        alias.getManager()
                                .create(golden.floats(tensor), new Shape(golden.shape(tensor)))) {
            alias.set(new NDIndex("..."), values);
        }
    }

    /** As many samples as a batch has: a recorded batch is not drawn from anything. */
    private static final class Slots implements Samples<Integer> {
        @Override
        public int size() {
            return 8;
        }

        @Override
        public Integer get(int index) {
            return index;
        }
    }

    /** The views of step 0, 1, ... as they were recorded, after one batch that tells the shapes. */
    private static final class Recorded implements Views<Integer> {

        private final Golden golden;
        private int step = -1;

        Recorded(Golden golden) {
            this.golden = golden;
        }

        @Override
        public Batch<Integer> batch(int n) {
            return new Batch<>() {
                @Override
                public void put(int slot, Integer sample, RandomGenerator random) {}

                @Override
                public NDList toArrays(NDManager manager) {
                    NDList views = new NDList();
                    for (int view = 0; view < 2; view++) {
                        int size = 8 * 3 * 8 * 8;
                        int start = (2 * Math.max(0, step) + view) * size;
                        float[] all = golden.floats("simclr/views");
                        views.add(
                                manager.create(
                                        Arrays.copyOfRange(all, start, start + size),
                                        new Shape(8, 3, 8, 8)));
                    }
                    step++;
                    return views;
                }
            };
        }
    }
}
