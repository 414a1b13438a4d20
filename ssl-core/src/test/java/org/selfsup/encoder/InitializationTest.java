package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Heads.Norm;
import org.selfsup.encoder.ResNet.Stem;
import org.selfsup.engine.LibTorch;

class InitializationTest {

    private static final float[] UNIFORM = {-0.1819189f, 0.06100632f, -0.15424296f, 0.14848623f};
    private static final float[] NORMAL = {
        -0.0061092316f, 0.0020487246f, 0.04282952f, -0.12689923f
    };
    private static final Shape IMAGES = new Shape(1, 3, 8, 8);

    @Test
    void sameSeedGivesTheSameBits() {
        Map<String, float[]> first = values(ConvNet.of(4, 8), 7);
        assertThat(values(ConvNet.of(4, 8), 7)).usingRecursiveComparison().isEqualTo(first);
        assertThat(values(ConvNet.of(4, 8), 8).get("conv1.weight"))
                .isNotEqualTo(first.get("conv1.weight"));
    }

    @Test
    void firstBitsNeverChange() {
        // From this implementation: a change would silently break old runs' seeds.
        float[] uniform = values(ConvNet.of(4), 7).get("conv1.weight");
        assertThat(uniform).startsWith(UNIFORM);
        float[] normal = values(ResNet.resnet18(Stem.CIFAR), 7).get("conv1.weight");
        assertThat(normal).startsWith(NORMAL);
    }

    @Test
    void aBlockStartsFromTheValuesOfAnother() {
        Block fresh = ConvNet.of(4, 8);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Block trained = ConvNet.of(4, 8);
            Initialization.initialize(trained, 3, manager, IMAGES);
            Initialization.startFrom(fresh, trained);
            assertThatThrownBy(() -> Initialization.startFrom(ConvNet.of(4), trained))
                    .hasMessageContaining("A block starts from one with the same parameters");
        }
        assertThat(values(fresh, 7))
                .usingRecursiveComparison()
                .isEqualTo(values(ConvNet.of(4, 8), 3));
    }

    @Test
    void addedHeadLeavesTheEncoderAsItWas() {
        Sequence alone = new Sequence().add("encoder", ConvNet.of(4, 8));
        Sequence both =
                new Sequence()
                        .add("encoder", ConvNet.of(4, 8))
                        .add("projector", Heads.mlp(Norm.ALL, 6, 6));
        Map<String, float[]> expected = values(alone, 7);
        Map<String, float[]> actual = values(both, 7);
        expected.forEach((name, value) -> assertThat(actual.get(name)).isEqualTo(value));
        assertThat(actual).hasSizeGreaterThan(expected.size());
    }

    @Test
    void blocksOfDjlAreReproducibleToo() {
        float[] first =
                values(new Sequence().add(Linear.builder().setUnits(3).build()), 7).get("0.weight");
        assertThat(
                        values(new Sequence().add(Linear.builder().setUnits(3).build()), 7)
                                .get("0.weight"))
                .isEqualTo(first);
    }

    @Test
    void djlItselfDrawsWeightsAndLeavesBiasesAtZero() {
        Block linear = Layers.linear(500, true);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            linear.initialize(manager, DataType.FLOAT32, new Shape(1, 8));
            Map<String, Parameter> parameters = StateDict.parameters(linear);
            float[] weight = parameters.get("weight").getArray().toFloatArray();
            assertUniform(weight, 1 / Math.sqrt(8), 0.02);
            assertThat(parameters.get("bias").getArray().toFloatArray()).containsOnly(0);
            assertThat(manager.getManagedArrays()).hasSize(2);
            Block wide = Layers.linear(500, false);
            wide.initialize(manager, DataType.FLOAT64, new Shape(1, 8));
            double[] doubles = wide.getParameters().valueAt(0).getArray().toDoubleArray();
            assertThat(doubles).hasSize(4000);
            assertThat(doubles[0]).isBetween(-1 / Math.sqrt(8), 1 / Math.sqrt(8));
        }
    }

    @Test
    void linearLayersStartAsInPyTorch() {
        Map<String, float[]> values = values(Layers.linear(500, true), 7);
        double bound = 1 / Math.sqrt(8); // fan in of images 8 wide
        assertUniform(value(values, "weight"), bound, 0.02);
        assertUniform(value(values, "bias"), bound, 0.1);
    }

    @Test
    void residualNetworksStartAsInTorchvision() {
        Map<String, float[]> values = values(ResNet.resnet18(Stem.CIFAR), 7);
        float[] weight = value(values, "layer2.0.conv1.weight");
        assertThat(std(weight)).isCloseTo(Math.sqrt(2.0 / (9 * 128)), within(1e-3));
        assertThat(values.get("bn1.weight")).containsOnly(1);
        assertThat(values.get("bn1.bias")).containsOnly(0);
        assertThat(values.get("bn1.running_mean")).containsOnly(0);
        assertThat(values.get("bn1.running_var")).containsOnly(1);
    }

    @Test
    void gradientsAreRequiredWhereTheParameterSaysSo() {
        Sequence net = ConvNet.of(4);
        Parameter frozen = StateDict.parameters(net).values().iterator().next();
        frozen.freeze(true);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(net, 7, manager, IMAGES);
            assertThat(frozen.getArray().hasGradient()).isFalse();
            StateDict.parameters(net)
                    .forEach(
                            (name, p) ->
                                    assertThat(p.getArray().hasGradient())
                                            .as(name)
                                            .isEqualTo(
                                                    name.equals("bn1.weight")
                                                            || name.equals("bn1.bias")));
        }
    }

    @Test
    void truncatedNormalStaysWithinTwoDeviations() {
        Shape shape = new Shape(100_001);
        float[] values =
                new Distribution.TruncatedNormal(0.5).draw(shape, shape, new SplittableRandom(7));
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(1);
        }
        assertThat(std(values)).isCloseTo(0.5 * 0.8796, within(0.005));
    }

    private static void assertUniform(float[] values, double bound, double tolerance) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat((double) sorted[0]).isBetween(-bound, -bound * (1 - tolerance));
        assertThat((double) sorted[sorted.length - 1]).isBetween(bound * (1 - tolerance), bound);
        assertThat(std(values)).isCloseTo(bound / Math.sqrt(3), within(tolerance * bound));
    }

    private static double std(float[] values) {
        double sum = 0;
        double squares = 0;
        for (double v : values) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    private static float[] value(Map<String, float[]> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static Map<String, float[]> values(Block block, long seed) {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(block, seed, manager, IMAGES);
            StateDict.parameters(block)
                    .forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
        }
        return values;
    }

    @Test
    void anOrthogonalMatrixTurnsAndKeepsLengths() {
        Shape square = new Shape(12, 12);
        float[] q = new Distribution.Orthogonal().draw(square, square, new SplittableRandom(1));
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < 12; k++) {
                    dot += q[i * 12 + k] * (double) q[j * 12 + k];
                }
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-6));
            }
        }
    }
}
