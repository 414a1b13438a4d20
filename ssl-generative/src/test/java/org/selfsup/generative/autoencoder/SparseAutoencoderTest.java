package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.SigmoidLayer;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.loss.SparsityPenalty;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class SparseAutoencoderTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return sparse(3);
    }

    private static SparseAutoencoder sparse(float weight) {
        return new SparseAutoencoder(
                new SigmoidLayer(16),
                Mlp.decoder(SAMPLE),
                new BernoulliLikelihood()::evaluate,
                new SparsityPenalty(0.1f, weight));
    }

    @Test
    void thePenaltyTurnsUnitsOff() throws IOException {
        assertThat(activation(20)).isLessThan(activation(0) / 2);
    }

    private double activation(float weight) throws IOException {
        double[] last = new double[1];
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(sparse(weight), samples(), views(), plan(400), manager)) {
            pretrainer.listen(report -> last[0] = report.parts().get("activation")).run();
        }
        return last[0];
    }
}
