package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.autoregressive.MaskedConv.Mask;
import org.selfsup.generative.autoregressive.ShiftedConv.Window;
import org.selfsup.testing.GoldenCase;

/** Masks agree with pythae and with the papers, golden group generative. */
class MaskedConvTest {

    @ParameterizedTest
    @CsvSource({"A, 3", "B, 3", "A, 5", "B, 5"})
    void convolutionsOfOneGroup(Mask mask, int kernel) {
        String name = "pixelcnn_conv." + mask + "_" + kernel;
        try (GoldenCase golden = new GoldenCase(MaskedConv.class, "generative", name);
                PixelRun run = new PixelRun()) {
            NDArray x = golden.get("x");
            MaskedConv conv = run.ready(new MaskedConv(3, kernel, mask, 1), x.getShape());
            NDArray y =
                    conv.convolve(
                            x, golden.get("weight"), golden.get("bias"), run.pass.store(), true);
            golden.check("y", y);
            golden.checkLongs("mask", mask(conv).toType(DataType.INT64, false));
            golden.checkGradients(y.mul(golden.get("cotangent")).sum(), "grad_");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A_k3_g3_3to6, A, 3, 3, 3, 6",
        "B_k3_g3_3to6, B, 3, 3, 3, 6",
        "A_k5_g3_6to6, A, 5, 3, 6, 6",
        "B_k5_g3_6to6, B, 5, 3, 6, 6",
        "A_k3_g1_1to4, A, 3, 1, 1, 4",
        "B_k3_g1_1to4, B, 3, 1, 1, 4"
    })
    void masksOfColours(String name, Mask mask, int kernel, int groups, int in, int out) {
        try (GoldenCase golden =
                        new GoldenCase(
                                MaskedConv.class,
                                "generative",
                                "pixelcnn_mask." + name + "_blocks");
                PixelRun run = new PixelRun()) {
            MaskedConv conv =
                    run.ready(new MaskedConv(out, kernel, mask, groups), new Shape(1, in, 9, 9));
            golden.checkLongs("mask", mask(conv).toType(DataType.INT64, false));
        }
    }

    @ParameterizedTest
    @CsvSource({"3", "5"})
    void windowsOfTheTwoStacks(int k) {
        String name = "gated_pixelcnn_mask.k" + k;
        int half = k / 2;
        try (GoldenCase golden = new GoldenCase(ShiftedConv.class, "generative", name);
                PixelRun run = new PixelRun()) {
            Shape x = new Shape(1, 1, k, k);
            golden.checkLongs(
                    "vertical_A", seen(run, new ShiftedConv(1, Window.ABOVE, half, k), x));
            golden.checkLongs(
                    "vertical_B", seen(run, new ShiftedConv(1, Window.DOWN, half + 1, k), x));
            golden.of(MaskedConv.class)
                    .checkLongs(
                            "horizontal_A",
                            seen(run, MaskedConv.row(1, half, Mask.A, 1), x).get(half));
            golden.checkLongs(
                    "horizontal_B", seen(run, MaskedConv.row(1, half, Mask.B, 1), x).get(half));
        }
    }

    @Test
    void aStackHasABlindSpot() {
        try (GoldenCase golden =
                        new GoldenCase(
                                MaskedConv.class, "generative", "pixelcnn_receptive_field.a");
                PixelRun run = new PixelRun()) {
            Sequence stack =
                    new Sequence()
                            .add(new MaskedConv(1, 3, Mask.A, 1))
                            .add(new MaskedConv(1, 3, Mask.B, 1))
                            .add(new MaskedConv(1, 3, Mask.B, 1));
            run.ready(stack, new Shape(1, 1, 7, 7));
            golden.checkLongs("depends", seen(run, stack, new Shape(1, 1, 7, 7), 4, 3));
        }
    }

    @Test
    void evenWindowsHaveNoMiddle() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskedConv(4, 2, Mask.A, 1))
                .withMessageContaining("odd kernel");
    }

    private static NDArray mask(MaskedConv conv) {
        return Objects.requireNonNull(StateDict.parameters(conv).get("mask")).getArray();
    }

    /** 1 where the output in the middle depends on the input, (h, w). */
    private static NDArray seen(PixelRun run, Block block, Shape shape) {
        run.ready(block, shape);
        return seen(run, block, shape, shape.get(2) / 2, shape.get(3) / 2);
    }

    private static NDArray seen(PixelRun run, Block block, Shape shape, long row, long column) {
        NDArray x = run.manager.ones(shape);
        x.setRequiresGradient(true);
        try (Autograd on = Autograd.on()) {
            NDArray y = run.forward(block, x).get(":, :, {}, {}", row, column);
            return PixelRun.dependence(x, y)
                    .gt(0)
                    .toType(DataType.INT64, false)
                    .reshape(shape.get(2), shape.get(3));
        }
    }
}
