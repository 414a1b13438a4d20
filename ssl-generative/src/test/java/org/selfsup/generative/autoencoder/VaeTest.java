package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class VaeTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return vae();
    }

    private static Vae vae() {
        return new Vae(
                Mlp.encoder(16), Mlp.decoder(SAMPLE, 16), 4, new BernoulliLikelihood()::evaluate);
    }

    @Test
    void theLossIsItsTwoTermsAndLiesAboveTheImportanceWeightedBound() throws IOException {
        Vae vae = vae();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(vae, samples(), views(), plan(50), manager)) {
            pretrainer.run();
            try (Autograd off = Autograd.off()) {
                NDArray x = manager.full(new Shape(1, 3, 8, 8), 0.5f);
                double elbo = 0;
                for (int i = 0; i < 200; i++) {
                    Pass pass = new Pass(manager, false, i, 1);
                    double loss = vae.loss(pass, new NDList(x)).getFloat();
                    assertThat(loss)
                            .isCloseTo(
                                    pass.parts().get("reconstruction") + pass.parts().get("kl"),
                                    within(1e-3));
                    elbo -= loss / 200;
                }
                Pass pass = new Pass(manager, false, 0, 1);
                double bound = vae.logLikelihood(pass, x, 2000).getFloat(0);
                assertThat(bound).isBetween(elbo - 0.1, 0.0);
            }
        }
    }

    @Test
    void partsOfABatchAddUpToTheBatch() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> whole =
                        new Pretrainer<>(vae(), samples(), views(), plan(1), manager);
                Pretrainer<Image> parts =
                        new Pretrainer<>(
                                vae(), samples(), views(), plan(1).withParts(3), manager)) {
            double[] kl = new double[2];
            whole.listen(report -> kl[0] = report.parts().get("kl")).run();
            parts.listen(report -> kl[1] = report.parts().get("kl")).run();
            assertThat(kl[1]).isCloseTo(kl[0], within(0.05 * Math.abs(kl[0])));
        }
    }
}
