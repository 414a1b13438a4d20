package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.loss.BetaTcVaeLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class BetaTcVaeTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return vae();
    }

    private static BetaTcVae vae() {
        return new BetaTcVae(
                Mlp.encoder(16),
                Mlp.decoder(SAMPLE, 16),
                4,
                new BernoulliLikelihood()::evaluate,
                new BetaTcVaeLoss(1, 6, 1, 32));
    }

    @Test
    void theLossIsItsFourTerms() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            BetaTcVae vae = vae();
            Shape batch = new Shape(5, 3, 8, 8);
            vae.initialize(1, manager, batch);
            Pass pass = new Pass(manager, false, 0, 1);
            float loss = vae.loss(pass, new NDList(manager.ones(batch))).getFloat();
            assertThat(loss)
                    .isCloseTo(
                            pass.parts().get("reconstruction")
                                    + pass.parts().get("mutual_information")
                                    + 6 * pass.parts().get("total_correlation")
                                    + pass.parts().get("dimension_wise_kl"),
                            within(1e-3f));
        }
    }
}
