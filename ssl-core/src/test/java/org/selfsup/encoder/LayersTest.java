package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

/** Spectral normalisation agrees with torch.nn.utils.spectral_norm in float64. */
class LayersTest {

    private static final Golden GOLDEN = Golden.open("adversarial", SpectralNorm.class);

    static Stream<Arguments> spectral() {
        return Stream.of(
                Arguments.of("linear", Layers.spectralLinear(5, 3), new Shape(3, 3)),
                Arguments.of("conv", Layers.spectralConv(4, 3, 1, 0, 2), new Shape(18, 2, 3, 3)));
    }

    /** An identity as input makes the output the transposed weight. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("spectral")
    void spectralNormAgreesWithPyTorch(String layer, Block block, Shape input) {
        String name = "spectral_norm." + layer + "/";
        try (Forward run = new Forward(block, input.getShape())) {
            Map<String, Parameter> parameters = StateDict.parameters(block);
            run.set(get(parameters, "weight"), GOLDEN.floats(name + "weight"));
            run.set(get(parameters, "weight_u"), GOLDEN.floats(name + "u"));
            run.set(get(parameters, "bias"), new float[layer.equals("conv") ? 4 : 5]);
            long rest = input.slice(1).size();
            long rows = get(parameters, "weight").getShape().get(0);
            NDArray x = run.arrays.eye((int) rest).reshape(input);
            NDArray cotangent =
                    run.arrays
                            .create(GOLDEN.floats(name + "cotangent"), new Shape(rows, rest))
                            .transpose();
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x).reshape(rest, rows);
                GOLDEN.assertClose(name + "weight_sn", y.transpose().toFloatArray());
                NDArray weight = get(parameters, "weight").getArray();
                float sigma = weight.norm().getFloat() / y.norm().getFloat();
                GOLDEN.assertClose(name + "sigma", sigma);
                Autograd.backward(y.mul(cotangent).sum());
            }
            GOLDEN.assertClose(name + "grad_weight", run.gradient(get(parameters, "weight")));
            GOLDEN.assertClose(name + "u_after", values(parameters, "weight_u"));
            GOLDEN.assertClose(name + "v_after", values(parameters, "weight_v"));
            float[] after = run.eval(x).reshape(rest, rows).transpose().toFloatArray();
            GOLDEN.assertClose(name + "weight_sn", after);
            GOLDEN.assertClose(name + "u_after", values(parameters, "weight_u"));
        }
    }

    @Test
    void spectralNormHoldsBeforeTrainingAndThroughTwoPasses() {
        Block block = Layers.spectralConv(6, 3, 1, 1);
        try (Forward run = new Forward(block, 1, 4, 5, 5)) {
            Parameter weight = get(StateDict.parameters(block), "weight");
            NDArray m = weight.getArray().stopGradient().reshape(6, 36);
            m.attach(run.arrays);
            double top = 0; // by a longer power iteration
            NDArray u = run.input(6, 1);
            for (int i = 0; i < 200; i++) {
                u = m.matMul(m.transpose().matMul(u)).normalize(2, 0);
                top = Math.sqrt(m.transpose().matMul(u).square().sum().getFloat());
            }
            NDArray x = run.input(2, 4, 5, 5);
            Block plain = Layers.conv(6, 3, 1, 1, true);
            try (Forward other = new Forward(plain, 1, 4, 5, 5)) {
                Map<String, Parameter> from = StateDict.parameters(block);
                StateDict.parameters(plain).forEach((name, p) -> other.set(p, values(from, name)));
                other.set(get(StateDict.parameters(plain), "bias"), new float[6]);
                run.set(get(from, "bias"), new float[6]);
                NDArray expected = other.eval(x).div(top);
                assertThat(max(run.eval(x).sub(expected))).isCloseTo(0, within(0.02));
            }
            try (Autograd recording = Autograd.on()) { // as a discriminator sees real and fake
                Autograd.backward(run.train(x).sum().sub(run.train(x.mul(2)).sum()));
            }
            assertThat(run.gradient(weight)).doesNotContain(Float.NaN);
        }
    }

    @Test
    void layerNormAgreesWithItsFormula() {
        try (Forward run = new Forward(Layers.layerNorm(0.1f), 2, 3, 4)) {
            NDArray x = run.input(2, 3, 4);
            NDArray centred = x.sub(x.mean(new int[] {2}, true));
            NDArray var = centred.square().mean(new int[] {2}, true);
            NDArray expected = centred.div(var.add(0.1f).sqrt());
            assertThat(max(run.eval(x).sub(expected))).isCloseTo(0, within(1e-6));
            assertThatThrownBy(() -> run.eval(run.input(2, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("LayerNorm takes 4 features")
                    .hasMessageContaining("(2, 5)");
        }
    }

    @Test
    void groupAndInstanceNormAgreeWithTheirFormula() {
        for (int groups : new int[] {1, 2, 4}) {
            Block block = groups == 4 ? Layers.instanceNorm(false) : Layers.groupNorm(groups);
            try (Forward run = new Forward(block, 2, 4, 3, 3)) {
                NDArray x = run.input(2, 4, 3, 3);
                NDArray rows = x.reshape(2L * groups, 36 / groups);
                NDArray centred = rows.sub(rows.mean(new int[] {1}, true));
                NDArray var = centred.square().mean(new int[] {1}, true);
                NDArray expected = centred.div(var.add(1e-5f).sqrt()).reshape(2, 4, 3, 3);
                assertThat(max(run.eval(x).sub(expected))).isCloseTo(0, within(1e-5));
                assertThatThrownBy(() -> run.eval(run.input(2, 3, 3, 3)))
                        .hasMessageContaining("(n, 4, h, w)");
            }
        }
        assertThatThrownBy(() -> new Forward(Layers.groupNorm(3), 2, 4, 3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 channels into 3 equal groups");
    }

    /** sum(convT(x) * y) = sum(x * conv(y)) with the same weight. */
    @Test
    void transposedConvolutionIsTheAdjointOfTheConvolution() {
        Block backwards = Layers.transposedConv(3, 4, 2, 1, false);
        Block forwards = Layers.conv(2, 4, 2, 1);
        try (Forward t = new Forward(backwards, 1, 2, 4, 5);
                Forward c = new Forward(forwards, 1, 3, 8, 10)) {
            c.set(
                    get(StateDict.parameters(forwards), "weight"),
                    values(StateDict.parameters(backwards), "weight"));
            NDArray x = t.input(2, 2, 4, 5);
            NDArray y = c.input(2, 3, 8, 10);
            NDArray up = t.eval(x);
            assertThat(backwards.getOutputShapes(new Shape[] {x.getShape()}))
                    .containsExactly(up.getShape());
            double left = up.mul(y).sum().getFloat();
            double right = c.eval(y).mul(x).sum().getFloat();
            assertThat(left).isCloseTo(right, within(1e-4));
            assertThatThrownBy(() -> t.eval(y)).hasMessageContaining("(n, 2, h, w)");
        }
    }

    @Test
    void upsamplingRepeatsPixels() {
        try (Forward run = new Forward(Layers.upsample(3), 1, 1, 1, 2)) {
            NDArray x = run.arrays.create(new float[] {1, 2}, new Shape(1, 1, 1, 2));
            assertThat(run.eval(x).toFloatArray())
                    .containsExactly(1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2);
        }
    }

    @Test
    void embeddingLooksUpRows() {
        Block block = Layers.embedding(5, 2);
        try (Forward run = new Forward(block, 1, 3)) {
            float[] table = values(StateDict.parameters(block), "weight");
            NDArray index = run.arrays.create(new long[] {4, 0, 4}, new Shape(1, 3));
            assertThat(run.eval(index).toFloatArray())
                    .containsExactly(table[8], table[9], table[0], table[1], table[8], table[9]);
            assertThatThrownBy(() -> run.eval(run.arrays.create(new long[] {2, 5})))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 0 to 4, got 2 to 5");
            assertThatThrownBy(() -> run.eval(run.input(1, 3))).hasMessageContaining("type int64");
        }
    }

    @Test
    void dropoutFollowsTheSeedAndIsOffInEvaluation() {
        try (Forward run = new Forward(Layers.dropout(0.25f), 1, 1000)) {
            NDArray ones = run.arrays.ones(new Shape(1, 1000));
            LibTorch.seed(7);
            float[] first = run.train(ones).toFloatArray();
            LibTorch.seed(7);
            assertThat(run.train(ones).toFloatArray()).isEqualTo(first);
            assertThat(first).contains(0f, 1 / 0.75f);
            assertThat(run.train(ones).mean().getFloat()).isCloseTo(1, within(0.1f));
            assertThat(run.eval(ones).toFloatArray()).isEqualTo(ones.toFloatArray());
        }
    }

    @Test
    void reshapeKeepsTheBatchAndRefusesOtherSizes() {
        Block block = Layers.reshape(3, 2);
        try (Forward run = new Forward(new Sequence().add(Layers.flatten()).add(block), 2, 6)) {
            NDArray x = run.input(4, 2, 3);
            assertThat(run.eval(x).getShape()).isEqualTo(new Shape(4, 3, 2));
            assertThatThrownBy(() -> run.eval(run.input(4, 2, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(4, 4) cannot take the shape (3, 2)");
        }
    }

    private static double max(NDArray x) {
        return x.abs().max().getFloat();
    }

    private static Parameter get(Map<String, Parameter> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private static float[] values(Map<String, Parameter> parameters, String name) {
        return get(parameters, name).getArray().toFloatArray();
    }
}
