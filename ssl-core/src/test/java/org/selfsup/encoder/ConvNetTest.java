package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.encoder.ResNet.Stem;
import org.selfsup.engine.Autograd;

class ConvNetTest {

    @ParameterizedTest
    @CsvSource({"convnet, 256, 388896", "convnet_small, 192, 219096"})
    void namedNetsHaveTheDocumentedShapeAndSize(String name, long width, long values) {
        try (Forward run = new Forward(Encoders.create(name), 1, 3, 8, 8)) {
            Shape[] features = run.block.getOutputShapes(new Shape[] {new Shape(7, 3, 32, 32)});
            assertThat(features).containsExactly(new Shape(7, width));
            assertThat(run.eval(run.input(2, 3, 5, 9)).getShape()).isEqualTo(new Shape(2, width));
            long trained =
                    StateDict.parameters(run.block).values().stream()
                            .filter(p -> p.requiresGradient())
                            .mapToLong(p -> p.getShape().size())
                            .sum();
            assertThat(trained).isEqualTo(values);
        }
    }

    @Test
    void thePooledNetKeepsItsPlaces() {
        try (Forward run = new Forward(ConvNet.pooled(), 1, 3, 28, 28)) {
            Shape[] features = run.block.getOutputShapes(new Shape[] {new Shape(7, 3, 28, 28)});
            assertThat(features).containsExactly(new Shape(7, 768));
            assertThat(run.eval(run.input(2, 3, 28, 28)).getShape()).isEqualTo(new Shape(2, 768));
            long trained =
                    StateDict.parameters(run.block).values().stream()
                            .mapToLong(p -> p.getShape().size())
                            .sum();
            assertThat(trained).isEqualTo(40_880);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 0", "3, 2, 1", "3, 1, 0"})
    void aMaxPoolIsTheLargestOfEveryWindow(int window, int stride, int padding) {
        int side = 7;
        try (Forward run = new Forward(Layers.maxPool(window, stride, padding), 1, 2, side, side)) {
            NDArray x = run.input(1, 2, side, side);
            float[] values = x.toFloatArray();
            NDArray y = run.eval(x);
            int out = (side + 2 * padding - window) / stride + 1;
            assertThat(y.getShape()).isEqualTo(new Shape(1, 2, out, out));
            assertThat(run.block.getOutputShapes(new Shape[] {x.getShape()}))
                    .containsExactly(y.getShape());
            float[] expected = new float[2 * out * out];
            for (int i = 0; i < expected.length; i++) {
                int channel = i / (out * out);
                int top = i / out % out * stride - padding;
                int left = i % out * stride - padding;
                expected[i] = Float.NEGATIVE_INFINITY;
                for (int row = Math.max(0, top); row < Math.min(side, top + window); row++) {
                    for (int col = Math.max(0, left); col < Math.min(side, left + window); col++) {
                        float value = values[(channel * side + row) * side + col];
                        expected[i] = Math.max(expected[i], value);
                    }
                }
            }
            assertThat(y.toFloatArray()).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"convnet", "resnet"})
    void stepsLeaveNothingOnTheParametersManager(String name) {
        Sequence net = name.equals("convnet") ? ConvNet.of(4, 8) : ResNet.resnet18(Stem.IMAGENET);
        net.add("head", Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, 6, 6));
        try (Forward run = new Forward(net, 2, 3, 8, 8)) {
            int parameters = StateDict.parameters(net).size();
            for (int step = 0; step < 3; step++) {
                try (NDManager manager = run.arrays.newSubManager();
                        Autograd recording = Autograd.on()) {
                    NDArray x = run.input(2, 3, 8, 8);
                    x.attach(manager);
                    NDArray y = run.train(x);
                    // The input and the result: everything between has been closed.
                    assertThat(manager.getManagedArrays()).hasSize(2);
                    Autograd.backward(y.sum());
                }
                assertThat(run.parameters.getManagedArrays()).hasSize(parameters);
                assertThat(run.arrays.getManagedArrays()).isEmpty();
            }
        }
    }

    @Test
    void anyThreadGivesTheSameFeaturesWithoutAGraph() {
        try (Forward run = new Forward(ConvNet.of(4, 8), 2, 3, 8, 8);
                Forward twin = new Forward(ConvNet.of(4, 8), 2, 3, 8, 8)) {
            NDArray here = run.eval(run.input(2, 3, 8, 8));
            NDArray recorded;
            try (Autograd recording = Autograd.on()) {
                NDList x = new NDList(run.input(2, 3, 8, 8));
                recorded = run.block.forward(run.store, x, false).head();
                Autograd.backward(recorded.sum()); // which needs a graph
            }
            assertThat(recorded.toFloatArray()).isEqualTo(here.toFloatArray());
            NDArray there =
                    CompletableFuture.supplyAsync(
                                    () -> twin.eval(twin.input(2, 3, 8, 8)),
                                    task -> new Thread(task).start())
                            .join();
            assertThat(there.toFloatArray()).isEqualTo(here.toFloatArray());
            for (NDArray features : List.of(here, there)) {
                assertThatThrownBy(() -> Autograd.backward(features.sum()))
                        .hasMessageContaining("does not require grad");
            }
        }
    }

    @Test
    void inputIsNeverWrittenTo() {
        try (Forward run = new Forward(ResNet.resnet18(Stem.CIFAR), 2, 3, 8, 8)) {
            NDArray x = run.input(2, 3, 8, 8);
            run.train(x);
            run.eval(x);
            assertThat(x.toFloatArray()).isEqualTo(run.input(2, 3, 8, 8).toFloatArray());
        }
    }

    @Test
    void badImagesAreRefused() {
        try (Forward run = new Forward(ConvNet.of(4, 8), 2, 3, 8, 8)) {
            refused(run, "images (n, 3, h, w), got (2, 1, 8, 8)", 2, 1, 8, 8);
            refused(run, "images (n, 3, h, w), got (3, 8, 8)", 3, 8, 8);
            refused(run, "at least 1 x 1, got (2, 3, 0, 8)", 2, 3, 0, 8);
            NDArray bytes = run.input(2, 3, 8, 8).toType(DataType.UINT8, true);
            assertThatThrownBy(() -> run.eval(bytes))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("float32")
                    .hasMessageContaining("uint8");
        }
        assertThatThrownBy(() -> ConvNet.of()).hasMessageContaining("at least one width");
        assertThatThrownBy(() -> new Forward(ConvNet.of(4), 3, 8, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(n, c, h, w), got (3, 8, 8)");
        try (Forward run = new Forward(Layers.conv(4, 5, 1, 0), 2, 3, 8, 8)) {
            refused(run, "at least 5 x 5, got (2, 3, 4, 9)", 2, 3, 4, 9);
        }
        try (Forward run = new Forward(ResNet.resnet18(Stem.IMAGENET), 2, 3, 8, 8)) {
            assertThatThrownBy(() -> run.train(run.input(1, 3, 8, 8)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least two samples");
        }
    }

    private static void refused(Forward run, String message, long... shape) {
        assertThatThrownBy(() -> run.eval(run.input(shape)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
