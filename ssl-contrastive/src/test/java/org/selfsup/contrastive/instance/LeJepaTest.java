package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.SigRegLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class LeJepaTest extends ImageTaskContract {

    private static final LeJepa.Config CONFIG =
            new LeJepa.Config(2, 0.1f, new SigRegLoss(16, 17, 5));

    @Override
    protected PretextTask task() {
        return new LeJepa(
                Vision.encoder(Pooling.CLASS_TOKEN), Heads.mlp(Heads.Norm.HIDDEN, 32, 8), CONFIG);
    }

    @Override
    protected Views<Image> views() {
        return Vision.CROPS.views();
    }

    /** The formula in plain loops, over embeddings the networks give. */
    @Test
    void isTheSumOfPredictionAndRegularisation() throws IOException {
        PretextTask task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Loader<Image> loader = new Loader<>(samples(), views(), 3, 0, 1);
                Loader.Filled<Image> filled = loader.take();
                Autograd off = Autograd.off()) {
            NDList views = filled.toArrays(manager);
            task.initialize(0, manager, views.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            Sequence network = task.networks().chain("encoder", "projector");
            List<float[]> z = new ArrayList<>();
            double regularization = 0;
            LibTorch.seed(3);
            for (NDArray view : views) {
                NDArray embedding = pass.forward(network, view);
                z.add(embedding.toFloatArray());
                regularization += CONFIG.regularization().evaluate(embedding).getFloat() / 4;
            }
            double prediction = 0;
            for (int i = 0; i < 3 * 8; i++) {
                double mu = (z.get(0)[i] + z.get(1)[i]) / 2;
                for (float[] of : z) {
                    prediction += (mu - of[i]) * (mu - of[i]) / (4 * 3 * 8);
                }
            }
            LibTorch.seed(3);
            double loss = task.loss(pass, views).getFloat();
            assertThat(loss).isCloseTo(0.9 * prediction + 0.1 * regularization, within(1e-4));
            assertThat((double) pass.parts().get("prediction")).isCloseTo(prediction, within(1e-4));
        }
    }

    @Test
    void refusesWhatIsNoWeight() {
        assertThatThrownBy(() -> new LeJepa.Config(0, 0.1f, SigRegLoss.PAPER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 global view");
        assertThatThrownBy(() -> new LeJepa.Config(2, Float.NaN, SigRegLoss.PAPER))
                .hasMessageContaining("a lambda from 0 to 1");
    }
}
