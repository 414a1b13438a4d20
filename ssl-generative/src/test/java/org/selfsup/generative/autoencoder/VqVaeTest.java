package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.ResidualCodec;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class VqVaeTest extends PictureContract {

    static final VqVae.Config SMALL = new VqVae.Config(16, 4, 0.25f, 0.9f, 0.1);

    @Override
    protected PretextTask task() {
        return vqVae(SMALL);
    }

    private static VqVae vqVae(VqVae.Config config) {
        return new VqVae(
                ResidualCodec.encoder(8, 1), "map", ResidualCodec.decoder(8, 1, 3), config);
    }

    @Test
    void codesAreTheNearestAndDecodeToWhatTheLossSees() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            VqVae vae = vqVae(SMALL);
            NDArray x = manager.randomNormal(new Shape(2, 3, 8, 8));
            vae.initialize(1, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray codes = vae.codes(pass, x);
            assertThat(codes.getShape()).isEqualTo(new Shape(2, 4, 4));
            vae.loss(pass, new NDList(x));
            float error = vae.decode(pass, codes).sub(x).square().mean().getFloat();
            assertThat(pass.parts().get("reconstruction")).isCloseTo(error, within(1e-5f));
            assertThat(pass.parts().get("perplexity"))
                    .isCloseTo(perplexity(codes.toLongArray(), 16), within(1e-3f));
            assertThat(pass.parts().get("codebook_usage"))
                    .isCloseTo(pass.parts().get("perplexity") / 16, within(1e-6f));
        }
    }

    private static float perplexity(long[] codes, int k) {
        double[] p = new double[k];
        for (long code : codes) {
            p[(int) code] += 1.0 / codes.length;
        }
        double entropy = 0;
        for (double share : p) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return (float) Math.exp(entropy);
    }

    @Test
    void theDecodersGradientGoesPastTheCodes() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            VqVae vae = vqVae(new VqVae.Config(16, 4, 0, 0.9f, 0)); // no commitment
            NDArray x = manager.randomNormal(new Shape(2, 3, 8, 8));
            vae.initialize(1, manager, x.getShape());
            NDArray loss = vae.loss(new Pass(manager, true, 0, 1), new NDList(x));
            NDArray weight = StateDict.parameters(vae.networks()).get("to_codes.weight").getArray();
            NDArray gradient = Autograd.gradients(loss, new NDList(weight)).head();
            assertThat(gradient.abs().sum().getFloat()).isBetween(1e-6f, 1e6f);
        }
    }

    @Test
    void deadCodesComeBackToLife() throws IOException {
        assertThat(usage(SMALL)).isBetween(0.5, 1.0);
        assertThat(usage(SMALL.withRevival(0))).isBetween(0.0, 0.45);
    }

    private double usage(VqVae.Config config) throws IOException {
        List<Double> usage = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(vqVae(config), samples(), views(), plan(100), manager)) {
            pretrainer
                    .listen(report -> usage.add((double) report.parts().get("codebook_usage")))
                    .run();
        }
        return usage.subList(80, 100).stream().mapToDouble(x -> x).average().orElseThrow();
    }

    @Test
    void gridsOfCodesAreADataSet() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            VqVae vae = vqVae(SMALL);
            vae.initialize(1, manager, new Shape(2, 3, 8, 8));
            DataSet<Image> shapes = Shapes.generate(40, 8, 1);
            DataSet<CodeGrid> grids = CodeGrids.of(shapes, views(), vae::codes, manager);
            assertThat(grids.train().size()).isEqualTo(shapes.train().size());
            assertThat(grids.train().labels()).isEqualTo(shapes.train().labels());
            CodeGrid grid = grids.test().get(1);
            assertThat(grid.rows()).isEqualTo(4);
            assertThat(grid.columns()).isEqualTo(4);
            for (int code : grid.codes()) {
                assertThat(code).isBetween(0, 15);
            }
            assertThat(grids.description()).startsWith("codes 4 x 4 of ");
            Views.Batch<CodeGrid> batch = new CodeGridViews(4, 4).batch(1);
            batch.put(0, grid, Randomness.at(0));
            NDArray numbers = batch.toArrays(manager).head();
            NDArray made = vae.decode(new Pass(manager, false, 0, 1), numbers.squeeze(1));
            assertThat(made.getShape()).isEqualTo(new Shape(1, 3, 8, 8));
        }
    }

    @Test
    void refusesCodesThatThereAreNot() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            VqVae vae = vqVae(SMALL);
            vae.initialize(1, manager, new Shape(2, 3, 8, 8));
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray codes = manager.full(new Shape(1, 4, 4), 16, DataType.INT64);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> vae.decode(pass, codes))
                    .withMessage(
                            "Codes are whole numbers (n, h, w) from 0 to 15, got others, or another"
                                    + " shape: (1, 4, 4)");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SMALL.withCodes(0))
                .withMessageContaining("A codebook needs at least 1 code of 1 dimension");
    }
}
