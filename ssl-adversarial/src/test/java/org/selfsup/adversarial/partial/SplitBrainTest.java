package org.selfsup.adversarial.partial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.CieLab;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.LabEncoder;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;

class SplitBrainTest extends ColorContract {

    private static final ColorGrid GRID = new ColorGrid(30);

    @Override
    protected SplitBrain task() {
        return new SplitBrain(
                new LabEncoder(ConvNet.of(4, 8), ConvNet.of(4, 8)),
                "relu2",
                MapDecoder.of(16, 8, 8, GRID.size()),
                MapDecoder.of(16, 8, 8, 10),
                new SplitBrain.Config(GRID, 10, 0.38));
    }

    @Test
    void eachHalfTellsWhatTheOtherSees() throws IOException {
        Map<String, Float> figures = learnt(task(), 60);
        assertThat(figures.get("color_accuracy")).isBetween(0.75f, 1f);
        assertThat(figures.get("lightness_accuracy")).isBetween(0.75f, 1f);
        assertThat(figures.get("color")).isFinite();
    }

    @Test
    void neitherHalfSeesWhatItTells() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SplitBrain task = task();
            NDArray x = manager.randomUniform(0.3f, 0.7f, new Shape(2, 3, SIZE, SIZE));
            task.initialize(0, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            assertThat(
                            task.colorize(pass, x)
                                    .sub(task.colorize(pass, CieLab.grey(x)))
                                    .abs()
                                    .max()
                                    .getFloat())
                    .isLessThan(1e-3f);
            NDList lab = CieLab.of(x);
            NDArray darker = CieLab.toRgb(lab.get(0).mul(0.9f), lab.get(1));
            NDArray own = task.lighten(pass, x);
            assertThat(CieLab.of(task.lighten(pass, darker)).get(0).mean().getFloat())
                    .isCloseTo(CieLab.of(own).get(0).mean().getFloat(), within(0.2f));
            assertThat(own.getShape()).isEqualTo(x.getShape());
        }
    }

    @Test
    void theLossIsTheSumOfItsTwoTerms() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            SplitBrain task = task();
            NDArray x = manager.randomUniform(0, 1, new Shape(2, 3, SIZE, SIZE));
            task.initialize(0, manager, x.getShape());
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, new NDList(x)).getFloat();
            assertThat(pass.parts().get("color") + pass.parts().get("lightness"))
                    .isCloseTo(loss, within(1e-4f));
        }
        assertThatThrownBy(() -> new SplitBrain.Config(GRID, 1, 1))
                .hasMessageContaining("2 to 256 levels");
    }
}
