package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class BetaVaeTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return betaVae(4);
    }

    private static BetaVae betaVae(double beta) {
        return new BetaVae(
                Mlp.encoder(16),
                Mlp.decoder(SAMPLE, 16),
                4,
                beta,
                new BernoulliLikelihood()::evaluate);
    }

    @Test
    void theDivergenceCostsBetaTimesAsMuch() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            BetaVae vae = betaVae(4);
            Shape batch = new Shape(5, 3, 8, 8);
            vae.initialize(1, manager, batch);
            Pass pass = new Pass(manager, false, 0, 1);
            float loss = vae.loss(pass, new NDList(manager.ones(batch))).getFloat();
            assertThat(loss)
                    .isCloseTo(
                            pass.parts().get("reconstruction") + 4 * pass.parts().get("kl"),
                            within(1e-3f));
        }
    }

    @Test
    void refusesAWeightThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> betaVae(-1))
                .withMessage("Beta-VAE needs a finite beta of at least 0, got -1.0");
    }
}
