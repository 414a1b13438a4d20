package org.selfsup.adversarial.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Silhouettes;
import org.selfsup.data.Tinted;
import org.selfsup.data.UnpairedViews;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.Translators;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class CycleGanTest extends PretextTaskContract<Image> {

    private static final int SIDE = 8;
    private static final Samples<Image> SHAPES = Silhouettes.generate(48, 1, 1).train();

    @Override
    protected PretextTask task() {
        return cycleGan();
    }

    private static CycleGan cycleGan() {
        return new CycleGan(
                Translators.generator(3, 4, 1, 1),
                Translators.generator(3, 4, 1, 1),
                Translators.patches(4, 2),
                Translators.patches(4, 2),
                new Shape(3, SIDE, SIDE),
                new CycleGan.Config(10, 5, 6));
    }

    @Override
    protected Samples<Image> samples() {
        return new Tinted(SHAPES, 0x000000, 0xffffff);
    }

    /** Blue shapes on yellow in the other domain. */
    @Override
    protected Views<Image> views() {
        Normalize range = new Normalize(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));
        ImageViews centre =
                new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(SIDE), range)));
        return new UnpairedViews<>(centre, new Tinted(SHAPES, 0xffff00, 0x0000ff));
    }

    @Override
    protected int batch() {
        return 4;
    }

    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.parts().get("cycle"));
    }

    @Test
    void coloursAreLearntWithoutPairsAndTheWayBackToo() throws IOException {
        CycleGan task = cycleGan();
        try (NDManager manager = TwoDomains.manager()) {
            TrainingPlan plan =
                    new TrainingPlan(
                            100, 4, new Adam(0.5, 0.999, 1e-8, 0), Schedule.constant(2e-3));
            try (Pretrainer<Image> pretrainer =
                    new Pretrainer<>(task, samples(), views(), plan, manager)) {
                pretrainer.run();
            }
            NDArray blackGround = translated(task.forward(), manager, -1, -1, -1);
            NDArray yellowGround = translated(task.backward(), manager, 1, 1, -1);
            assertThat(channel(blackGround, 0)).as("red of yellow").isBetween(0.3f, 1f);
            assertThat(channel(blackGround, 2)).as("blue of yellow").isBetween(-1f, -0.3f);
            assertThat(channel(yellowGround, 0)).as("red of black").isBetween(-1f, -0.3f);
        }
    }

    /** What becomes of a picture with a small spot of the opposite colour. */
    private static NDArray translated(Block translator, NDManager manager, float... ground) {
        float[] picture = new float[3 * SIDE * SIDE];
        for (int i = 0; i < picture.length; i++) {
            int place = i % (SIDE * SIDE);
            boolean spot = place / SIDE < 3 && place % SIDE < 3;
            picture[i] = spot ? -ground[i / (SIDE * SIDE)] : ground[i / (SIDE * SIDE)];
        }
        NDArray array = manager.create(picture, new Shape(1, 3, SIDE, SIDE));
        return new Pass(manager, false, 0, 1).forward(translator, array);
    }

    private static float channel(NDArray picture, int channel) {
        return picture.get("0, " + channel + ", 4:, 4:").mean().getFloat();
    }

    @Test
    void theHistoryOutlivesItsStep() throws IOException {
        CycleGan task = cycleGan();
        try (NDManager manager = TwoDomains.manager();
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(1), manager)) {
            pretrainer.run();
            for (String role : List.of("made_first", "made_second")) {
                var kept = StateDict.parameters(task.networks().get(role));
                assertThat(kept.get("held").getArray().getFloat()).isEqualTo(4);
                assertThat(kept.get("rows").getArray().abs().min().getFloat()).isFinite();
                assertThat(kept.get("rows").getArray().abs().mean().getFloat())
                        .isBetween(0.001f, 1f);
            }
        }
    }

    @Test
    void lossesAreThoseOfThePaper() {
        CycleGan task = cycleGan();
        try (NDManager manager = TwoDomains.manager()) {
            Shape shape = new Shape(2, 3, SIDE, SIDE);
            task.initialize(1, manager, shape, shape);
            NDArray x = manager.randomUniform(-1, 1, shape);
            NDArray y = manager.randomUniform(-1, 1, shape);
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray asSecond = pass.forward(task.forward(), x);
            NDArray asFirst = pass.forward(task.backward(), y);
            double fooling =
                    toOne(pass, task, "second_encoder", "second_logits", asSecond)
                            + toOne(pass, task, "encoder", "logits", asFirst);
            double cycle =
                    off(pass.forward(task.backward(), asSecond), x)
                            + off(pass.forward(task.forward(), asFirst), y);
            double identity =
                    off(pass.forward(task.backward(), x), x)
                            + off(pass.forward(task.forward(), y), y);
            assertThat(task.loss(pass, new NDList(x, y)).getFloat())
                    .isCloseTo((float) (fooling + 10 * cycle + 5 * identity), within(1e-3f));
        }
    }

    /** Mean of (D - 1)^2. */
    private static double toOne(
            Pass pass, CycleGan task, String encoder, String logits, NDArray made) {
        return pass.forward(task.networks().chain(encoder, logits), made)
                .sub(1)
                .square()
                .mean()
                .getFloat();
    }

    private static double off(NDArray made, NDArray wanted) {
        return made.sub(wanted).abs().mean().getFloat();
    }

    @Test
    void theEncoderIsTheMeanOverPlaces() {
        Block encoder = cycleGan().encoder();
        assertThat(encoder.getOutputShapes(new Shape[] {new Shape(2, 3, SIDE, SIDE)}))
                .containsExactly(new Shape(2, 8));
        assertThatThrownBy(() -> new CycleGan.Config(-1, 0, 1))
                .hasMessage("CycleGAN's weights are at least 0, got -1.0 and 0.0");
    }
}
