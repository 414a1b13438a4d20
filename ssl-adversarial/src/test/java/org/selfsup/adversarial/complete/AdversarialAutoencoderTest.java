package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.GaussianLikelihood;
import org.selfsup.train.Objective;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class AdversarialAutoencoderTest extends GameContract {

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
    void codesTakeTheSpreadOfThePrior() throws IOException {
        List<Float> spread = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task(), samples(), views(), plan(300), manager)) {
            pretrainer.listen(report -> spread.add(report.parts().get("sample_diversity"))).run();
        }
        assertThat(mean(spread.subList(0, 5))).isBetween(0.0, 0.6);
        assertThat(mean(spread.subList(250, 300))).isBetween(0.7, 1.4);
    }

    private static double mean(List<Float> values) {
        return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
