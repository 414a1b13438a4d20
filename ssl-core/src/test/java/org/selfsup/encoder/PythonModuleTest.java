package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.engine.Autograd;

/**
 * Files that PyTorch 2.13.0 itself wrote, by {@code torch.jit.script(net).save} and {@code
 * torch.jit.trace(net, x).save}, and the figures that it computed with the same network: a 3 x 3
 * convolution to four channels, BatchNorm, ReLU, the mean over all positions, a linear layer to
 * three features.
 */
class PythonModuleTest {

    private static final float[] EVALUATED = {
        -0.474798f, -0.1225341f, 0.6414039f, -0.4801015f, -0.04536222f, 0.7126282f
    };

    @ParameterizedTest
    @ValueSource(strings = {"scripted", "traced"})
    void evaluationIsPythons(String name) throws Exception {
        try (ImportedEncoder frozen = ImportedEncoder.frozen(file(name), Device.cpu());
                Forward run = new Forward(frozen, 2, 3, 5, 5)) {
            assertThat(StateDict.parameters(frozen))
                    .containsOnlyKeys(
                            "conv.weight",
                            "bn.weight",
                            "bn.bias",
                            "bn.running_mean",
                            "bn.running_var",
                            "bn.num_batches_tracked",
                            "fc.weight",
                            "fc.bias");
            assertThat(run.eval(input(run)).toFloatArray())
                    .containsExactly(EVALUATED, within(1e-5f));
        }
    }

    @Test
    void trainingIsPythons() throws Exception {
        try (ImportedEncoder net = ImportedEncoder.trained(file("scripted"), Device.cpu());
                Forward run = new Forward(net, 2, 3, 5, 5)) {
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(input(run));
                assertThat(y.toFloatArray())
                        .containsExactly(
                                new float[] {
                                    -0.6315258f,
                                    -0.4697008f,
                                    0.4197083f,
                                    -0.6199299f,
                                    -0.4079351f,
                                    0.4684194f
                                },
                                within(1e-5f));
                Autograd.backward(y.square().sum());
            }
            Map<String, Parameter> parameters = StateDict.parameters(net);
            assertThat(run.gradient(get(parameters, "fc.bias")))
                    .containsExactly(
                            new float[] {-2.502911f, -1.755272f, 1.776255f}, within(1e-4f));
            assertThat(norm(run.gradient(get(parameters, "conv.weight"))))
                    .isCloseTo(0.4993918, within(1e-4));
            assertThat(get(parameters, "bn.running_mean").getArray().toFloatArray())
                    .containsExactly(
                            new float[] {0.453375f, -0.23005f, -0.0016f, 0.1165f}, within(1e-5f));
            assertThat(get(parameters, "bn.running_var").getArray().toFloatArray())
                    .containsExactly(
                            new float[] {0.9936277f, 1.844458f, 0.5780606f, 1.372286f},
                            within(1e-5f));
        }
    }

    private static NDArray input(Forward run) {
        float[] x = new float[2 * 3 * 5 * 5];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7 % 11 - 5) / 5f;
        }
        return run.arrays.create(x, new Shape(2, 3, 5, 5));
    }

    private static Path file(String name) throws URISyntaxException {
        String resource = "/torchscript/" + name + ".pt";
        return Path.of(
                Objects.requireNonNull(PythonModuleTest.class.getResource(resource)).toURI());
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static Parameter get(Map<String, Parameter> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }
}
