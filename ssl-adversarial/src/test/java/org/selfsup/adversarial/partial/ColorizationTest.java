package org.selfsup.adversarial.partial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.CieLab;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;

class ColorizationTest extends ColorContract {

    private static final Colorization.Config CLASSES =
            new Colorization.Config(new ColorGrid(30), 0.5, 0.38);

    @Override
    protected Colorization task() {
        return task(CLASSES.grid().size());
    }

    private static Colorization task(int channels) {
        Sequence encoder =
                new Sequence()
                        .add("lightness", CieLab.lightness())
                        .add("conv", Layers.conv(8, 3, 2, 1))
                        .add("relu", Layers.reluInPlace())
                        .add("avgpool", Layers.globalAveragePool());
        return new Colorization(encoder, "relu", MapDecoder.of(16, 8, 8, channels), CLASSES);
    }

    @Test
    void itTellsTheColoursThatGoWithALightness() throws IOException {
        assertThat(learnt(task(), 60).get("accuracy")).isBetween(0.75f, 1f);
    }

    @Test
    void colourIsNotSeenButGivenBackInItsOwnLightness() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Colorization task = task();
            NDArray x = manager.randomUniform(0.2f, 0.8f, new Shape(2, 3, SIZE, SIZE));
            task.initialize(0, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray coloured = task.colorize(pass, x);
            assertThat(coloured.getShape()).isEqualTo(x.getShape());
            assertThat(coloured.sub(task.colorize(pass, CieLab.grey(x))).abs().max().getFloat())
                    .isLessThan(1e-3f);
            NDArray l = CieLab.of(x).get(0);
            assertThat(CieLab.of(coloured).get(0).sub(l).abs().max().getFloat()).isLessThan(0.5f);
        }
    }

    /** A colour that was common weighs less when it comes again; the mean weight is 1. */
    @Test
    void commonColoursComeToWeighLess() {
        Colorization task = task();
        int q = CLASSES.grid().size();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray red = manager.zeros(new Shape(2, 3, SIZE, SIZE));
            red.set(new NDIndex(":, 0"), 1f);
            NDArray blue = manager.zeros(new Shape(2, 3, SIZE, SIZE));
            blue.set(new NDIndex(":, 2"), 1f);
            task.initialize(0, manager, red.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            float before = task.loss(pass, new NDList(red)).getFloat();
            float rare = task.loss(pass, new NDList(blue)).getFloat();
            NDArray p = StateDict.parameters(task.networks()).get("frequencies.value").getArray();
            NDArray often = CLASSES.grid().soft(CieLab.of(red).get(1)).mean(new int[] {0});
            p.set(new NDIndex("..."), often);
            float after = task.loss(pass, new NDList(red)).getFloat();
            assertThat(after).isBetween(before * 0.3f, before * 0.9999f);
            assertThat(task.loss(pass, new NDList(blue)).getFloat()).isGreaterThan(2 * rare);
            assertThat(p.sum().getFloat()).isCloseTo(1, within(1e-4f));
            assertThat(q).isBetween(20, 60);
        }
    }

    @Test
    void scoresOfAnotherNumberOfClassesAndBadNumbersAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Colorization task = task(7);
            NDArray x = manager.zeros(new Shape(1, 3, SIZE, SIZE));
            task.initialize(0, manager, x.getShape());
            assertThatThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), new NDList(x)))
                    .hasMessageContaining("gives scores (n, ")
                    .hasMessageContaining("got (1, 7, 8, 8)");
        }
        assertThatThrownBy(() -> new Colorization.Config(new ColorGrid(10), 0, 1))
                .hasMessageContaining("a lambda above 0");
    }
}
