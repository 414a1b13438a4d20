package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Shapes;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class SimClrTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new SimClr(
                ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new NtXentLoss(0.5f));
    }

    /** Ten steps of lightly's NT-Xent with torch's SGD. */
    @Test
    void tenStepsOfTheReferenceAreReproduced() throws IOException {
        Block projector = Linear.builder().setUnits(16).build();
        new GoldenTrace(SimClr.class, "simclr")
                .assertReproduced(new SimClr(ConvNet.of(8), projector, new NtXentLoss(0.5f)));
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
}
