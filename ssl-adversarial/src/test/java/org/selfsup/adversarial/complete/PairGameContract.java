package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

/** What games of pairs share: codes of two numbers for pictures of four pixels a side. */
abstract class PairGameContract extends PretextTaskContract<Image> {

    static final int LATENT = 2;
    private static final Shape PICTURE = new Shape(3, 4, 4);

    @Override
    protected abstract PretextTask task();

    /** From pictures to codes. */
    abstract Sequence toCode(PretextTask task);

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(64, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        Normalize range = new Normalize(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(4), range)));
    }

    /** The other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("discriminator"));
    }

    static Block encoder() {
        return Mlp.normalized(64, 64);
    }

    static Block generator() {
        return Mlp.generator(PICTURE, 64, 64);
    }

    static PairDiscriminator discriminator() {
        Sequence joint = bent(Mlp.spectral(64)).add("logit", Layers.linear(1, false));
        return new PairDiscriminator(bent(Mlp.spectral(64)), bent(Mlp.spectral(64)), joint);
    }

    private static Sequence bent(Block features) {
        return new Sequence().add("features", features).add("relu", Layers.leakyRelu(0.2f));
    }

    /** E(G(z)) comes to tell z, though nothing ever compares the two. */
    @Test
    void theEncoderBecomesAnInverseOfTheGenerator() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(
                                task,
                                samples(),
                                views(),
                                new TrainingPlan(
                                        200,
                                        32,
                                        new Adam(0.5, 0.999, 1e-8, 0),
                                        Schedule.cosine(1e-3, 0, 200)),
                                manager)) {
            double before = correlation(task, manager);
            pretrainer.run();
            double after = correlation(task, manager);
            assertThat(after).isBetween(0.7, 1.0).isGreaterThan(before + 0.2);
        }
    }

    /** The mean over dimensions of the correlation of z and E(G(z)). */
    private double correlation(PretextTask task, NDManager manager) {
        LibTorch.seed(1);
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            Pass pass = new Pass(scratch, false, 0, 1);
            NDArray z = scratch.randomNormal(new Shape(200, LATENT));
            NDArray back =
                    pass.forward(toCode(task), pass.forward(task.networks().get("generator"), z));
            return standard(z).mul(standard(back)).mean().getFloat();
        }
    }

    private static NDArray standard(NDArray x) {
        NDArray centred = x.sub(x.mean(new int[] {0}, true));
        return centred.div(centred.square().mean(new int[] {0}, true).sqrt().add(1e-6f));
    }
}
