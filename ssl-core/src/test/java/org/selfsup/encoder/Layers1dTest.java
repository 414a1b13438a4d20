package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.Golden;

/** Golden figures of causal convolutions are from torch's conv1d with zeros before, in float64. */
class Layers1dTest {

    private static final Golden GOLDEN = Golden.open("generative", Layers1d.class);

    @ParameterizedTest
    @CsvSource({"causal_conv.a, 2, 3, 2", "causal_conv.b, 3, 2, 1"})
    void causalConvolutionsAgree(String name, int kernel, int layers, int channels) {
        Sequence stack = new Sequence();
        for (int i = 0; i < layers; i++) {
            stack.add(Layers1d.causalConv(channels, kernel, 1 << i, true));
        }
        Shape shape = new Shape(GOLDEN.shape(name + "/x"));
        try (Forward run = new Forward(stack, shape.getShape())) {
            for (int i = 0; i < layers; i++) {
                for (String part : List.of("weight", "bias")) {
                    run.set(parameter(stack, i + "." + part), GOLDEN.floats(name + "/" + part + i));
                }
            }
            NDArray x = run.arrays.create(GOLDEN.floats(name + "/x"), shape);
            NDArray cotangent = run.arrays.create(GOLDEN.floats(name + "/cotangent"), shape);
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x);
                GOLDEN.assertClose(name + "/y", y.toFloatArray());
                Autograd.backward(y.mul(cotangent).sum());
            }
            GOLDEN.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
            for (String part : List.of("weight", "bias")) {
                GOLDEN.assertClose(
                        name + "/grad_" + part + "0", run.gradient(parameter(stack, "0." + part)));
            }
            assertThat(stack.getOutputShapes(new Shape[] {shape})).containsExactly(shape);
            lagsAgree(name, run, channels);
        }
    }

    /** Which steps back the last output depends on. */
    private static void lagsAgree(String name, Forward run, int channels) {
        int lags = (int) GOLDEN.shape(name + "/depends_on_lag")[0];
        NDArray x = run.input(1, channels, lags);
        x.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            Autograd.backward(run.train(x).get(":, :, -1").sum());
        }
        float[] gradient = x.getGradient().toFloatArray();
        long[] depends = new long[lags];
        for (int lag = 0; lag < lags; lag++) {
            depends[lag] = gradient[lags - 1 - lag] == 0 ? 0 : 1;
        }
        GOLDEN.assertEqual(name + "/depends_on_lag", depends);
    }

    @ParameterizedTest
    @CsvSource({"wavenet_block.a, 2", "wavenet_block.b_dilation_beyond_length, 8"})
    void aGatedBlockOfCausalConvolutionsAgreesWithWaveNet(String name, int dilation) {
        Shape shape = new Shape(GOLDEN.shape(name + "/x"));
        int channels = (int) shape.get(1);
        int skips = (int) GOLDEN.shape(name + "/bs")[0];
        try (Forward f = loaded(Layers1d.causalConv(channels, 2, dilation, true), name, "f");
                Forward g = loaded(Layers1d.causalConv(channels, 2, dilation, true), name, "g");
                Forward r = loaded(Layers1d.conv(channels, 1, 1, 0, true), name, "r");
                Forward s = loaded(Layers1d.conv(skips, 1, 1, 0, true), name, "s")) {
            NDArray x = f.arrays.create(GOLDEN.floats(name + "/x"), shape);
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDArray h = f.train(x).tanh().mul(g.train(x).getNDArrayInternal().sigmoid());
                NDArray out = r.train(h).add(x);
                NDArray skip = s.train(h);
                GOLDEN.assertClose(name + "/out", out.toFloatArray());
                GOLDEN.assertClose(name + "/skip", skip.toFloatArray());
                NDArray loss = out.mul(golden(f, name + "/cotangent_out")).sum();
                Autograd.backward(loss.add(skip.mul(golden(f, name + "/cotangent_skip")).sum()));
            }
            GOLDEN.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
            GOLDEN.assertClose(name + "/grad_wf", f.gradient(parameter(f.block, "weight")));
            GOLDEN.assertClose(name + "/grad_wg", g.gradient(parameter(g.block, "weight")));
            GOLDEN.assertClose(name + "/grad_wr", r.gradient(parameter(r.block, "weight")));
        }
    }

    private static NDArray golden(Forward run, String tensor) {
        return run.arrays.create(GOLDEN.floats(tensor), new Shape(GOLDEN.shape(tensor)));
    }

    private static Forward loaded(Block block, String name, String letter) {
        Forward run = new Forward(block, GOLDEN.shape(name + "/x"));
        run.set(parameter(block, "weight"), GOLDEN.floats(name + "/w" + letter));
        run.set(parameter(block, "bias"), GOLDEN.floats(name + "/b" + letter));
        return run;
    }

    @Test
    void gradientsReachTheReceptiveFieldAndNoLaterStep() {
        Sequence stack = new Sequence();
        for (int dilation : new int[] {1, 3, 5}) {
            stack.add(Layers1d.causalConv(4, 3, dilation, true)).add(Layers.reluInPlace());
        }
        int field = 1 + 2 * (1 + 3 + 5);
        int at = 25;
        try (Forward run = new Forward(stack, 1, 2, 40)) {
            NDArray x = run.input(1, 2, 40);
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                Autograd.backward(run.train(x).get(":,:,{}", at).sum());
            }
            float[] gradient = x.getGradient().abs().sum(new int[] {0, 1}).toFloatArray();
            for (int t = 0; t < 40; t++) {
                if (t > at || t <= at - field) {
                    assertThat(gradient[t]).as("step %d", t).isZero();
                }
            }
            assertThat(gradient[at]).isBetween(1e-6f, 1e6f);
            assertThat(gradient[at - field + 1]).isBetween(1e-9f, 1e6f);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 5, 3, 160", "3, 1, 0, 9", "4, 2, 1, 7", "1, 1, 0, 1"})
    void convolutionsAgreeWithTheSum(int kernel, int stride, int padding, int t) {
        Block conv = Layers1d.conv(3, kernel, stride, padding, true);
        try (Forward run = new Forward(conv, 2, 2, t)) {
            NDArray input = run.input(2, 2, t);
            NDArray output = run.eval(input);
            assertThat(conv.getOutputShapes(new Shape[] {input.getShape()}))
                    .containsExactly(output.getShape());
            float[] x = input.toFloatArray();
            float[] w = parameter(conv, "weight").getArray().toFloatArray();
            float[] b = parameter(conv, "bias").getArray().toFloatArray();
            float[] y = output.toFloatArray();
            int steps = (int) output.getShape().get(2);
            for (int at = 0; at < y.length; at++) {
                int n = at / (3 * steps);
                int o = at / steps % 3;
                double sum = b[o];
                for (int c = 0; c < 2; c++) {
                    for (int j = 0; j < kernel; j++) {
                        int from = at % steps * stride + j - padding;
                        if (from >= 0 && from < t) {
                            sum += w[(o * 2 + c) * kernel + j] * x[(n * 2 + c) * t + from];
                        }
                    }
                }
                assertThat((double) y[at]).isCloseTo(sum, within(1e-5));
            }
        }
    }

    @Test
    void channelNormMakesEveryStepStandard() {
        try (Forward run = new Forward(Layers1d.channelNorm(), 2, 16, 5)) {
            NDArray y = run.eval(run.input(2, 16, 5).mul(3).add(7));
            for (float mean : y.mean(new int[] {1}).toFloatArray()) {
                assertThat(mean).isCloseTo(0, within(1e-5f));
            }
            for (float square : y.square().mean(new int[] {1}).toFloatArray()) {
                assertThat(square).isCloseTo(1, within(1e-3f));
            }
            assertThatThrownBy(() -> run.eval(run.input(2, 15, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(n, 16, t), got (2, 15, 5)");
        }
    }

    @Test
    void layersOfOneSequenceFitTogether() {
        Sequence net =
                new Sequence()
                        .add(Layers1d.flattenChannels())
                        .add(Layers1d.conv(6, 3, 1, 1, false))
                        .add(new BatchNorm())
                        .add(Layers.reluInPlace())
                        .add(Layers1d.swapTimeAndChannels())
                        .add(Layers.linear(5, true))
                        .add(Recurrent.gru(4, 2, true))
                        .add(Layers1d.first())
                        .add(Layers1d.swapTimeAndChannels())
                        .add(Layers1d.globalAveragePool());
        try (Forward run = new Forward(net, 2, 1, 3, 10)) {
            assertThat(run.eval(run.input(2, 1, 3, 10)).getShape()).isEqualTo(new Shape(2, 8));
            assertThat(net.getOutputShapes(new Shape[] {new Shape(2, 1, 3, 10)}))
                    .containsExactly(new Shape(2, 8));
            assertThat(run.arrays.getManagedArrays()).hasSize(2); // x and y
        }
    }

    @Test
    void cpcGivesAVectorForEveryHundredAndSixtySamples() {
        for (Sequence net : List.of(WaveConvNet.cpc(8), WaveConvNet.cpcNormalized(8))) {
            try (Forward run = new Forward(net, 2, 1, 1_600)) {
                NDArray x = run.input(2, 1, 1_600);
                x.setRequiresGradient(true);
                try (Autograd recording = Autograd.on()) {
                    NDArray y = run.train(x);
                    assertThat(y.getShape()).isEqualTo(new Shape(2, 8, 10));
                    Autograd.backward(y.get(new NDIndex("0,:,5")).sum());
                }
                float[] gradient = x.getGradient().toFloatArray();
                int first = 3_200;
                int last = 0;
                for (int i = 0; i < gradient.length; i++) {
                    if (gradient[i] != 0) {
                        first = Math.min(first, i);
                        last = i;
                    }
                }
                assertThat(last - first + 1).isBetween(400, 465);
                for (Map.Entry<String, Parameter> named : StateDict.parameters(net).entrySet()) {
                    double sum = 0;
                    for (float g : run.gradient(named.getValue())) {
                        sum += Math.abs(g);
                    }
                    assertThat(sum).as(named.getKey()).isBetween(1e-12, 1e6);
                }
            }
        }
    }

    @Test
    void theParametersOfThePapersEncoderAreCounted() {
        try (Forward run = new Forward(WaveConvNet.cpc(512), 1, 1, 20_480)) {
            long count =
                    StateDict.parameters(run.block).values().stream()
                            .mapToLong(p -> p.getShape().size())
                            .sum();
            assertThat(count).isEqualTo(512 * 10 + 512 * 512 * (8 + 4 + 4 + 4) + 5 * 512);
            assertThat(run.eval(run.input(1, 1, 20_480)).getShape())
                    .isEqualTo(new Shape(1, 512, 128));
        }
    }

    @Test
    void badInputIsRefused() {
        try (Forward run = new Forward(Layers1d.conv(3, 8, 4, 0, true), 2, 2, 20)) {
            assertThatThrownBy(() -> run.eval(run.input(2, 3, 20)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(n, 2, t) of at least 8 steps, got (2, 3, 20)");
            assertThatThrownBy(() -> run.eval(run.input(2, 2, 7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 8 steps, got (2, 2, 7)");
            assertThatThrownBy(() -> run.eval(run.input(2, 20)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Forward(Layers1d.causalConv(3, 2, 1, true), 2, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequences (n, c, t), got (2, 20)");
        assertThatThrownBy(() -> Layers1d.conv(3, 0, 1, 0, true)).hasMessageContaining("3, 0, 1");
        assertThatThrownBy(() -> Layers1d.causalConv(3, 2, 0, true))
                .hasMessageContaining("at least 1, got 3, 2, 1 and 0");
        assertThatThrownBy(() -> Layers1d.conv(3, 1, 1, -1, true)).hasMessageContaining("got -1");
    }

    private static Parameter parameter(Block block, String name) {
        return StateDict.parameters(block).get(name);
    }
}
