package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.PretextTask;

class BiGanTest extends PairGameContract {

    @Override
    protected BiGan task() {
        return new BiGan(encoder(), generator(), discriminator(), LATENT);
    }

    @Override
    Sequence toCode(PretextTask task) {
        return ((BiGan) task).toCode();
    }

    @Test
    void aDiscriminatorOfMapsIsRefused() {
        PairDiscriminator maps =
                new PairDiscriminator(Layers.conv(4, 3, 1, 1), Mlp.spectral(8), Mlp.spectral(1));
        BiGan task = new BiGan(ConvNet.of(4), generator(), maps, LATENT);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            assertThatThrownBy(() -> task.initialize(0, manager, new Shape(2, 3, 4, 4)))
                    .hasMessageContaining("features (n, f) of the sample and (n, g) of the code")
                    .hasMessageContaining("got (2, 4, 4, 4)");
        }
    }
}
