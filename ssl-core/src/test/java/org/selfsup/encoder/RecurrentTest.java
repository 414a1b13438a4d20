package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.engine.Autograd;

class RecurrentTest {

    private static final int N = 3;
    private static final int T = 6;
    private static final int D = 5;
    private static final int H = 4;

    static Stream<Recurrent> networks() {
        return Stream.of(
                Recurrent.gru(H, 1, false),
                Recurrent.gru(H, 3, false),
                Recurrent.gru(H, 2, true),
                Recurrent.lstm(H, 1, false),
                Recurrent.lstm(H, 2, true));
    }

    @ParameterizedTest
    @CsvSource({
        "false, 1, false", "false, 3, false", "false, 1, true", "false, 2, true",
        "true, 1, false", "true, 3, false", "true, 1, true", "true, 2, true"
    })
    void agreesWithPlainLoopsOverTime(boolean lstm, int layers, boolean bidirectional) {
        Recurrent network =
                lstm
                        ? Recurrent.lstm(H, layers, bidirectional)
                        : Recurrent.gru(H, layers, bidirectional);
        int directions = bidirectional ? 2 : 1;
        try (Forward run = new Forward(network, N, T, D)) {
            NDArray x = run.input(N, T, D);
            Shape shape = new Shape((long) layers * directions, N, H);
            NDList inputs = new NDList(x, run.input(shape.getShape()).mul(0.5f));
            if (lstm) {
                inputs.add(run.input(shape.getShape()).mul(-0.7f));
            }
            NDList given = network.forward(run.store, inputs, false);
            float[][] states =
                    inputs.stream().skip(1).map(NDArray::toFloatArray).toArray(float[][]::new);
            Loops loops = new Loops(StateDict.parameters(network), states);
            double[][][] outputs = loops.run(x.toFloatArray(), layers, directions);
            close(given.get(0), flat(outputs));
            for (int s = 0; s < states.length; s++) {
                close(given.get(1 + s), loops.last[s]);
            }
            assertThat(given.stream().map(NDArray::getShape))
                    .containsExactly(network.getOutputShapes(new Shape[] {new Shape(N, T, D)}));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dropoutActsBetweenTheLayersInTrainingOnly(boolean lstm) {
        Recurrent network =
                lstm ? Recurrent.lstm(H, 2, true, 0.5f) : Recurrent.gru(H, 2, true, 0.5f);
        Recurrent last = lstm ? Recurrent.lstm(H, 1, true, 0.5f) : Recurrent.gru(H, 1, true, 0.5f);
        try (Forward run = new Forward(network, N, T, D);
                Forward one = new Forward(last, N, T, D)) {
            NDArray x = run.input(N, T, D);
            float[] plain = network.forward(run.store, new NDList(x), false).get(0).toFloatArray();
            NDList first = network.forward(run.store, new NDList(x), true);
            NDList second = network.forward(run.store, new NDList(x), true);
            assertThat(network.forward(run.store, new NDList(x), false).get(0).toFloatArray())
                    .containsExactly(plain);
            assertThat(first.get(0).toFloatArray())
                    .isNotEqualTo(second.get(0).toFloatArray())
                    .isNotEqualTo(plain);
            // What the first layer saw is whole: its two states agree.
            assertThat(first.get(1).get("0:2").toFloatArray())
                    .containsExactly(second.get(1).get("0:2").toFloatArray());
            NDArray y = one.input(N, T, D);
            assertThat(last.forward(one.store, new NDList(y), true).get(0).toFloatArray())
                    .containsExactly(
                            last.forward(one.store, new NDList(y), false).get(0).toFloatArray());
        }
        assertThatThrownBy(() -> Recurrent.gru(H, 2, false, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1.0");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void withoutAStateItStartsFromZeros(Recurrent network) {
        try (Forward run = new Forward(network, N, T, D)) {
            NDArray x = run.input(N, T, D);
            NDList plain = network.forward(run.store, new NDList(x), false);
            NDList zeros = new NDList(x);
            plain.stream().skip(1).forEach(state -> zeros.add(state.zerosLike()));
            NDList same = network.forward(run.store, zeros, false);
            for (int i = 0; i < plain.size(); i++) {
                assertThat(plain.get(i).toFloatArray()).containsExactly(same.get(i).toFloatArray());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aSequenceCanBeReadInPieces(boolean lstm) {
        Recurrent network = lstm ? Recurrent.lstm(H, 2, false) : Recurrent.gru(H, 2, false);
        try (Forward run = new Forward(network, N, T, D)) {
            NDArray x = run.input(N, T, D);
            NDList whole = network.forward(run.store, new NDList(x), false);
            NDList first = network.forward(run.store, new NDList(x.get(":,:2")), false);
            NDList rest = new NDList(x.get(":,2:"));
            rest.addAll(first.subNDList(1));
            NDList second = network.forward(run.store, rest, false);
            close(second.get(0), doubles(whole.get(0).get(":,2:")));
            close(second.get(1), doubles(whole.get(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAgreeWithDifferences(Recurrent network) {
        try (Forward run = new Forward(network, N, T, D)) {
            NDArray x = run.input(N, T, D);
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDList y = network.forward(run.store, new NDList(x), true);
                Autograd.backward(y.get(0).square().sum().add(y.get(1).sum()));
            }
            StateDict.parameters(network)
                    .forEach(
                            (name, parameter) -> {
                                float[] values = parameter.getArray().toFloatArray();
                                float[] gradient = run.gradient(parameter);
                                int at = values.length / 2;
                                float[] moved = values.clone();
                                moved[at] = values[at] + 0.01f;
                                run.set(parameter, moved);
                                double up = loss(run, x);
                                moved[at] = values[at] - 0.01f;
                                run.set(parameter, moved);
                                double down = loss(run, x);
                                run.set(parameter, values);
                                assertThat((double) gradient[at])
                                        .as(name)
                                        .isCloseTo((up - down) / 0.02, within(5e-3));
                            });
            for (float g : x.getGradient().abs().sum(new int[] {0, 2}).toFloatArray()) {
                assertThat(g).isBetween(1e-6f, 1e6f);
            }
        }
    }

    private static double loss(Forward run, NDArray x) {
        try (Autograd off = Autograd.off()) {
            NDList y = run.block.forward(run.store, new NDList(x.stopGradient()), false);
            return y.get(0).square().sum().getFloat() + y.get(1).sum().getFloat();
        }
    }

    @Test
    void forwardsNoStepSeesALaterOne() {
        for (boolean bidirectional : new boolean[] {false, true}) {
            Recurrent network = Recurrent.gru(H, 2, bidirectional);
            try (Forward run = new Forward(network, N, T, D)) {
                NDArray x = run.input(N, T, D);
                x.setRequiresGradient(true);
                try (Autograd recording = Autograd.on()) {
                    NDList y = network.forward(run.store, new NDList(x), true);
                    Autograd.backward(y.get(0).get(":,2").sum());
                }
                float[] reached = x.getGradient().abs().sum(new int[] {0, 2}).toFloatArray();
                for (int t = 0; t < T; t++) {
                    assertThat(reached[t] > 0).isEqualTo(bidirectional || t <= 2);
                }
            }
        }
    }

    @Test
    void parametersAreNamedShapedAndOrderedAsInPyTorch() {
        try (Forward run = new Forward(Recurrent.lstm(H, 2, true), N, T, D)) {
            Map<String, Parameter> parameters = StateDict.parameters(run.block);
            assertThat(parameters.keySet())
                    .containsExactly(
                            "weight_ih_l0",
                            "weight_hh_l0",
                            "bias_ih_l0",
                            "bias_hh_l0",
                            "weight_ih_l0_reverse",
                            "weight_hh_l0_reverse",
                            "bias_ih_l0_reverse",
                            "bias_hh_l0_reverse",
                            "weight_ih_l1",
                            "weight_hh_l1",
                            "bias_ih_l1",
                            "bias_hh_l1",
                            "weight_ih_l1_reverse",
                            "weight_hh_l1_reverse",
                            "bias_ih_l1_reverse",
                            "bias_hh_l1_reverse");
            assertThat(parameters.get("weight_ih_l0").getShape()).isEqualTo(new Shape(4 * H, D));
            assertThat(parameters.get("weight_ih_l1_reverse").getShape())
                    .isEqualTo(new Shape(4 * H, 2 * H));
            assertThat(parameters.get("weight_hh_l1").getShape()).isEqualTo(new Shape(4 * H, H));
            parameters.forEach(
                    (name, parameter) -> {
                        float[] values = parameter.getArray().toFloatArray();
                        for (float value : values) {
                            assertThat(value).isBetween(-0.5f, 0.5f); // 1 / sqrt(4)
                        }
                        assertThat(Arrays.equals(values, new float[values.length])).isFalse();
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void nothingStaysBehindButTheResults(Recurrent network) {
        try (Forward run = new Forward(network, N, T, D)) {
            NDArray x = run.input(N, T, D);
            int parameters = run.parameters.getManagedArrays().size();
            int before = run.arrays.getManagedArrays().size();
            NDList y = network.forward(run.store, new NDList(x), true);
            assertThat(run.arrays.getManagedArrays()).hasSize(before + y.size());
            assertThat(run.parameters.getManagedArrays()).hasSize(parameters);
        }
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Recurrent.gru(0, 1, false)).hasMessageContaining("got 0 and 1");
        assertThatThrownBy(() -> new Forward(Recurrent.gru(H, 1, false), N, D))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(n, t, d), got (3, 5)");
        Recurrent network = Recurrent.lstm(H, 1, false);
        try (Forward run = new Forward(network, N, T, D)) {
            for (long[] shape : new long[][] {{N, T, D + 1}, {N, D}, {N, 0, D}}) {
                NDArray x = run.arrays.zeros(new Shape(shape));
                assertThatThrownBy(() -> network.forward(run.store, new NDList(x), false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("(n, t, 5) of at least one step, got");
            }
            NDList one = new NDList(run.input(N, T, D), run.input(1, N, H));
            assertThatThrownBy(() -> network.forward(run.store, one, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "from 2 states of shape (1, 3, 4) or none, got [(1, 3, 4)]");
        }
    }

    /** PyTorch's equations, step by step. */
    private static final class Loops {

        private final Map<String, Parameter> parameters;
        private final float[][] states;
        final double[][] last; // of each state

        Loops(Map<String, Parameter> parameters, float[][] states) {
            this.parameters = parameters;
            this.states = states;
            last = new double[states.length][states[0].length];
        }

        double[][][] run(float[] input, int layers, int directions) {
            double[][][] x = new double[N][T][D];
            for (int i = 0; i < input.length; i++) {
                x[i / (T * D)][i / D % T][i % D] = input[i];
            }
            for (int layer = 0; layer < layers; layer++) {
                double[][][] y = new double[N][T][directions * H];
                for (int way = 0; way < directions; way++) {
                    for (int n = 0; n < N; n++) {
                        int from = ((layer * directions + way) * N + n) * H;
                        double[] h = start(0, from);
                        double[] c = states.length == 2 ? start(1, from) : h;
                        for (int step = 0; step < T; step++) {
                            int t = way == 0 ? step : T - 1 - step;
                            String suffix = layer + (way == 0 ? "" : "_reverse");
                            h =
                                    states.length == 2
                                            ? lstm(x[n][t], h, c, suffix)
                                            : gru(x[n][t], h, suffix);
                            System.arraycopy(h, 0, y[n][t], way * H, H);
                        }
                        System.arraycopy(h, 0, last[0], from, H);
                        if (states.length == 2) {
                            System.arraycopy(c, 0, last[1], from, H);
                        }
                    }
                }
                x = y;
            }
            return x;
        }

        private double[] start(int state, int from) {
            double[] values = new double[H];
            for (int i = 0; i < H; i++) {
                values[i] = states[state][from + i];
            }
            return values;
        }

        private double[] gru(double[] x, double[] h, String suffix) {
            double[] a = affine("ih_l" + suffix, x);
            double[] b = affine("hh_l" + suffix, h);
            double[] next = new double[H];
            for (int i = 0; i < H; i++) {
                double r = sigmoid(a[i] + b[i]);
                double z = sigmoid(a[H + i] + b[H + i]);
                double n = Math.tanh(a[2 * H + i] + r * b[2 * H + i]);
                next[i] = (1 - z) * n + z * h[i];
            }
            return next;
        }

        /** Changes c. */
        private double[] lstm(double[] x, double[] h, double[] c, String suffix) {
            double[] a = affine("ih_l" + suffix, x);
            double[] b = affine("hh_l" + suffix, h);
            double[] next = new double[H];
            for (int i = 0; i < H; i++) {
                double in = sigmoid(a[i] + b[i]);
                double forget = sigmoid(a[H + i] + b[H + i]);
                double g = Math.tanh(a[2 * H + i] + b[2 * H + i]);
                double out = sigmoid(a[3 * H + i] + b[3 * H + i]);
                c[i] = forget * c[i] + in * g;
                next[i] = out * Math.tanh(c[i]);
            }
            return next;
        }

        private double[] affine(String name, double[] x) {
            float[] w = parameters.get("weight_" + name).getArray().toFloatArray();
            float[] b = parameters.get("bias_" + name).getArray().toFloatArray();
            double[] y = new double[b.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = b[i];
                for (int j = 0; j < x.length; j++) {
                    y[i] += w[i * x.length + j] * x[j];
                }
            }
            return y;
        }

        private static double sigmoid(double x) {
            return 1 / (1 + Math.exp(-x));
        }
    }

    private static double[] flat(double[][][] values) {
        return Arrays.stream(values)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static void close(NDArray actual, double[] expected) {
        double[] values = doubles(actual);
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(1e-5));
        }
    }
}
