package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.ResidualCodec;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class VqVae2Test extends PictureContract {

    @Override
    protected PretextTask task() {
        return vqVae2();
    }

    private static VqVae2 vqVae2() {
        return new VqVae2(
                ResidualCodec.twoScales(8, 1), ResidualCodec.decoder(8, 1, 3), VqVaeTest.SMALL);
    }

    @Test
    void bothGridsDecodeToWhatTheLossSees() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            VqVae2 vae = vqVae2();
            NDArray x = manager.randomNormal(new Shape(2, 3, 8, 8));
            vae.initialize(1, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            VqVae2.Grids codes = vae.codes(pass, x);
            assertThat(codes.top().getShape()).isEqualTo(new Shape(2, 2, 2));
            assertThat(codes.bottom().getShape()).isEqualTo(new Shape(2, 4, 4));
            vae.loss(pass, new NDList(x));
            float error = vae.decode(pass, codes).sub(x).square().mean().getFloat();
            assertThat(pass.parts().get("reconstruction")).isCloseTo(error, within(1e-5f));
        }
    }

    /** One grid of the top's size against both. */
    @Test
    void twoGridsGiveBackMoreThanOneAtEqualSteps() throws IOException {
        VqVae one =
                new VqVae(
                        ResidualCodec.encoder(8, 2),
                        "map",
                        ResidualCodec.decoder(8, 2, 3),
                        VqVaeTest.SMALL);
        assertThat(error(vqVae2())).isLessThan(0.9 * error(one));
    }

    private double error(PretextTask task) throws IOException {
        List<Double> errors = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(240), manager)) {
            pretrainer
                    .listen(report -> errors.add((double) report.parts().get("reconstruction")))
                    .run();
        }
        return errors.subList(220, 240).stream().mapToDouble(x -> x).average().orElseThrow();
    }
}
