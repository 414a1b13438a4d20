package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.SigmoidLayer;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.loss.ContractivePenalty;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class ContractiveAutoencoderTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return contractive(new SigmoidLayer(16), 0.1f);
    }

    private static ContractiveAutoencoder contractive(Block encoder, float weight) {
        return new ContractiveAutoencoder(
                encoder,
                Mlp.decoder(SAMPLE),
                new BernoulliLikelihood()::evaluate,
                new ContractivePenalty(weight));
    }

    @Test
    void thePenaltyShortensTheJacobian() throws IOException {
        assertThat(jacobian(20)).isLessThan(jacobian(1e-3f) / 2);
    }

    private double jacobian(float weight) throws IOException {
        double[] last = new double[1];
        ContractiveAutoencoder task = contractive(new SigmoidLayer(16), weight);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(200), manager)) {
            pretrainer.listen(report -> last[0] = report.parts().get("contraction")).run();
        }
        return last[0] / weight;
    }

    @Test
    void anyEncodersPenaltyIsEstimatedToBeWhatALayersIs() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            SigmoidLayer layer = new SigmoidLayer(8);
            ContractiveAutoencoder exact = contractive(layer, 1);
            Shape batch = new Shape(512, 3, 8, 8);
            exact.initialize(1, manager, batch);
            NDList x = new NDList(manager.randomUniform(0, 1, batch));
            Pass pass = new Pass(manager, false, 0, 1);
            exact.loss(pass, x);
            ContractiveAutoencoder any = contractive(new Sequence().add("layer", layer), 1);
            any.initialize(1, manager, batch);
            Pass other = new Pass(manager, false, 0, 1);
            LibTorch.seed(2);
            any.loss(other, x);
            float expected = pass.parts().get("contraction");
            assertThat(other.parts().get("contraction"))
                    .isCloseTo(expected, within(0.2f * expected));
        }
    }

    /** Encoders of more than a layer. */
    @Nested
    class Deep extends PictureContract {

        @Override
        protected PretextTask task() {
            return contractive(Mlp.encoder(16, 8), 0.1f);
        }
    }
}
