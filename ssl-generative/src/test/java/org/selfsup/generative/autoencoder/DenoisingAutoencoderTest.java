package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CorruptedViews;
import org.selfsup.augment.MaskingNoise;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class DenoisingAutoencoderTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return denoising();
    }

    private static DenoisingAutoencoder denoising() {
        return new DenoisingAutoencoder(
                Mlp.encoder(32), Mlp.decoder(SAMPLE, 16), new BernoulliLikelihood()::evaluate);
    }

    @Override
    protected Views<Image> views() {
        return new CorruptedViews(3, CENTRE, new MaskingNoise(0.25));
    }

    @Test
    void theEncoderSeesTheCorruptedCopyAndTheCleanOneIsWanted() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            DenoisingAutoencoder task = denoising();
            Shape batch = new Shape(2, 3, 8, 8);
            task.initialize(1, manager, batch, batch);
            NDArray clean = manager.ones(batch);
            NDArray corrupted = manager.zeros(batch);
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray logits = task.reconstruct(pass, corrupted);
            assertThat(task.loss(pass, new NDList(clean, corrupted)).getFloat())
                    .isEqualTo(
                            new BernoulliLikelihood()
                                    .evaluate(logits, clean)
                                    .mean()
                                    .neg()
                                    .getFloat());
        }
    }
}
