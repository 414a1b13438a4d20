package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Randomness;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.GaussianLikelihood;
import org.selfsup.loss.MmdLoss;
import org.selfsup.train.Adam;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class AdversarialAutoencoderTest extends GameContract {

    private static final PackedImages SAMPLES = (PackedImages) Shapes.generate(256, 8, 1).train();

    @Override
    protected AdversarialAutoencoder task() {
        return new AdversarialAutoencoder(
                Mlp.normalized(16),
                Mlp.decoder(new Shape(3, 28, 28), 16),
                Mlp.encoder(32, 1),
                2,
                new GaussianLikelihood()::evaluate);
    }

    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("reconstruction"));
    }

    @Test
    void thePhasesComeInThePapersOrder() {
        assertThat(task().objectives())
                .extracting(Objective::name)
                .containsExactly("reconstruction", "discriminator", "regularisation");
    }

    @Test
    void codesComeToThePrior() throws IOException {
        AdversarialAutoencoder task = task();
        TrainingPlan plan =
                new TrainingPlan(200, 32, new Adam(0.5, 0.999, 1e-8, 0), Schedule.constant(1e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, SAMPLES, views(), plan, manager)) {
            double before = discrepancy(task, manager);
            pretrainer.run();
            double after = discrepancy(task, manager);
            assertThat(after).isBetween(-1.0, 0.2 * before);
        }
    }

    /** The mean over ten batches of the prior. */
    private double discrepancy(AdversarialAutoencoder task, NDManager manager) {
        LibTorch.seed(1);
        Views.Batch<Image> batch = views().batch(SAMPLES.size());
        for (int i = 0; i < SAMPLES.size(); i++) {
            batch.put(i, SAMPLES.get(i), Randomness.at(i));
        }
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            Pass pass = new Pass(scratch, false, 0, 1);
            NDArray codes = pass.forward(task.toCode(), batch.toArrays(scratch).head());
            double sum = 0;
            for (int i = 0; i < 10; i++) {
                NDArray z = task.prior(pass, SAMPLES.size());
                sum += new MmdLoss.InverseMultiquadric(1).evaluate(z, codes).getFloat();
            }
            return sum / 10;
        }
    }
}
