package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.PatchPredictor;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class MaskedAutoencoderTest extends MaskedPictures {

    @Override
    protected PretextTask task() {
        return mae(Pooling.MEAN);
    }

    private static MaskedAutoencoder mae(Pooling pooling) {
        return new MaskedAutoencoder(
                encoder(pooling),
                new PatchPredictor(GRID, 32, 3 * PATCH * PATCH, Transformer.Config.of(16, 1, 2)));
    }

    @Override
    NDArray reconstruct(PretextTask task, Pass pass, NDList batch) {
        return ((MaskedAutoencoder) task).reconstruct(pass, batch);
    }

    /** Patch 0 of the first picture is visible, patch 1 is masked. */
    @Test
    void theEncoderDoesNotSeeMaskedPatchesAndTheLossDoesNotAskForVisibleOnes() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            MaskedAutoencoder mae = mae(Pooling.MEAN);
            NDList batch = batch(manager);
            mae.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            assertThat(tokens(mae, pass, changed(batch, 0, PATCH)))
                    .isEqualTo(tokens(mae, pass, batch));
            assertThat(tokens(mae, pass, changed(batch, 0, 0)))
                    .isNotEqualTo(tokens(mae, pass, batch));
            // With an encoder that says nothing the loss can depend on the targets alone.
            mae.networks().get("decoder").getParameters().values().stream()
                    .filter(p -> p.getShape().equals(new Shape(48, 16)))
                    .forEach(p -> p.getArray().muli(0));
            float loss = mae.loss(pass, batch).getFloat();
            assertThat(mae.loss(pass, changed(batch, 0, 0)).getFloat()).isEqualTo(loss);
            assertThat(mae.loss(pass, changed(batch, 0, PATCH)).getFloat()).isNotEqualTo(loss);
        }
    }

    private static float[] tokens(MaskedAutoencoder mae, Pass pass, NDList batch) {
        return mae.encode(pass, batch.get(0), batch.get(1)).toFloatArray();
    }

    @Test
    void refusesAClassToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mae(Pooling.CLASS_TOKEN))
                .withMessage(
                        "MAE needs a vision transformer without a class token: its pooling shall"
                                + " be MEAN, got CLASS_TOKEN");
    }
}
