package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Fuzz;

class ImportedEncoderTest {

    @TempDir Path folder;

    private Path file;

    @BeforeEach
    void export() throws IOException {
        file = folder.resolve("net.pt");
        TorchArchive.write(file);
    }

    @Test
    void parametersAndBuffersHaveTheirNames() throws IOException {
        try (ImportedEncoder net = ImportedEncoder.trained(file, Device.cpu())) {
            Map<String, Parameter> all = StateDict.parameters(new Sequence().add("encoder", net));
            assertThat(all.keySet())
                    .containsExactlyInAnyOrder(
                            "encoder.weight",
                            "encoder.bn.weight",
                            "encoder.bn.bias",
                            "encoder.bn.running_mean",
                            "encoder.bn.running_var",
                            "encoder.bn.num_batches_tracked");
            all.forEach(
                    (name, p) -> {
                        boolean trained = name.endsWith("weight") || name.endsWith("bias");
                        assertThat(p.requiresGradient()).as(name).isEqualTo(trained);
                        assertThat(p.getArray().hasGradient()).as(name).isEqualTo(trained);
                    });
        }
    }

    @Test
    void evaluationIsTheFormula() throws IOException {
        for (boolean frozen : new boolean[] {true, false}) {
            try (ImportedEncoder net = load(frozen);
                    Forward run = new Forward(net, 2, 3, 5, 5);
                    Forward own = new Forward(twin(), 2, 3, 5, 5)) {
                Map<String, Parameter> from = StateDict.parameters(net);
                own.set(get(own, "conv.weight"), values(from, "weight"));
                for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
                    own.set(get(own, "bn." + name), values(from, "bn." + name));
                }
                NDArray x = run.input(2, 3, 5, 5);
                float[] expected = own.eval(x).toFloatArray();
                assertThat(run.eval(x).toFloatArray()).containsExactly(expected, within(1e-5f));
                assertThat(net.getOutputShapes(new Shape[] {new Shape(-1, 3, 5, 5)}))
                        .containsExactly(new Shape(-1, 8));
            }
        }
    }

    @Test
    void aFrozenOneStaysAsItIs() throws IOException {
        try (ImportedEncoder net = load(true);
                Forward run = new Forward(net, 2, 3, 5, 5)) {
            NDArray x = run.input(2, 3, 5, 5);
            float[] before = run.train(x).toFloatArray();
            assertThat(run.eval(x).toFloatArray()).isEqualTo(before);
            Map<String, Parameter> all = StateDict.parameters(net);
            assertThat(values(all, "bn.num_batches_tracked")).containsExactly(0);
            assertThat(all.values()).noneMatch(Parameter::requiresGradient);
        }
    }

    @Test
    void aTrainedOneFollowsThePassFromTheFirst() throws IOException {
        try (ImportedEncoder net = load(false);
                Forward run = new Forward(net, 2, 3, 5, 5)) {
            NDArray x = run.input(4, 3, 5, 5);
            Map<String, Parameter> all = StateDict.parameters(net);
            float[] mean = values(all, "bn.running_mean");
            LibTorch.seed(1);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x);
                assertThat(y.toFloatArray()).contains(0f); // dropout
                Autograd.backward(y.sum());
            }
            assertThat(values(all, "bn.running_mean")).isNotEqualTo(mean);
            assertThat(values(all, "bn.num_batches_tracked")).containsExactly(1);
            for (String name : new String[] {"weight", "bn.weight", "bn.bias"}) {
                assertThat(run.gradient(Objects.requireNonNull(all.get(name))))
                        .as(name)
                        .doesNotContain(Float.NaN)
                        .isNotEqualTo(new float[8]);
            }
            float[] evaluated = run.eval(x).toFloatArray();
            assertThat(run.eval(x).toFloatArray()).isEqualTo(evaluated).doesNotContain(0f);
        }
    }

    @Test
    void featuresOfATrainedOneCanFeedATrainedHead() throws IOException {
        try (ImportedEncoder net = load(false);
                Forward run = new Forward(net, 2, 3, 5, 5);
                Forward head = new Forward(Layers.linear(2, true), 2, 8)) {
            NDArray features = run.eval(run.input(2, 3, 5, 5));
            try (Autograd recording = Autograd.on()) {
                Autograd.backward(head.train(features).sum());
            }
        }
    }

    @Test
    void trainingRepeatsItselfBitForBit() throws IOException {
        float[] first = steps();
        assertThat(steps()).isEqualTo(first);
    }

    /** The same step from the same state, several times: what the optimiser of graphs would see. */
    private float[] steps() throws IOException {
        try (ImportedEncoder net = load(false);
                Forward run = new Forward(net, 2, 3, 5, 5)) {
            Parameter weight = Objects.requireNonNull(StateDict.parameters(net).get("weight"));
            NDArray x = run.input(4, 3, 5, 5);
            float[] gradient = {};
            for (int i = 0; i < 5; i++) {
                LibTorch.seed(1);
                try (Autograd recording = Autograd.on()) {
                    NDArray loss = run.train(x).square().sum();
                    NDList weights = new NDList(weight.getArray());
                    float[] next = Autograd.gradients(loss, weights).head().toFloatArray();
                    if (i > 0) {
                        assertThat(next).isEqualTo(gradient);
                    }
                    gradient = next;
                }
            }
            return gradient;
        }
    }

    @Test
    void whatIsSavedLoadsIntoTheModule() throws IOException {
        Path saved = folder.resolve("net.safetensors");
        try (ImportedEncoder from = load(false);
                Forward run = new Forward(from, 2, 3, 5, 5);
                ImportedEncoder to = load(true);
                Forward other = new Forward(to, 2, 3, 5, 5)) {
            NDArray x = run.input(4, 3, 5, 5);
            run.train(x); // moves the statistics
            StateDict.save(from, saved, Map.of());
            assertThat(other.eval(x).toFloatArray()).isNotEqualTo(run.eval(x).toFloatArray());
            StateDict.load(to, saved);
            assertThat(other.eval(x).toFloatArray()).isEqualTo(run.eval(x).toFloatArray());
        }
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path text = folder.resolve("text.pt");
        Files.writeString(text, "nothing of the kind");
        assertThatThrownBy(() -> ImportedEncoder.frozen(text, Device.cpu()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text + " is no whole TorchScript archive");
        Path zip = folder.resolve("zip.pt");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
        }
        assertThatThrownBy(() -> ImportedEncoder.frozen(zip, Device.cpu()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(zip + " holds no TorchScript module")
                .hasMessageContaining("torch.jit.script");
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void damagedFilesAreReadOrRefused() throws IOException {
        Fuzz fuzz = new Fuzz("TorchScript");
        fuzz.damage(1, file, () -> ImportedEncoder.frozen(file, Device.cpu()).close());
        fuzz.report();
    }

    private ImportedEncoder load(boolean frozen) throws IOException {
        return frozen
                ? ImportedEncoder.frozen(file, Device.cpu())
                : ImportedEncoder.trained(file, Device.cpu());
    }

    private static Sequence twin() {
        return new Sequence()
                .add("conv", Layers.conv(8, 3, 1, 1))
                .add("bn", new BatchNorm())
                .add("relu", Layers.reluInPlace())
                .add("pool", Layers.globalAveragePool());
    }

    private static Parameter get(Forward run, String name) {
        return Objects.requireNonNull(StateDict.parameters(run.block).get(name), name);
    }

    private static float[] values(Map<String, Parameter> parameters, String name) {
        NDArray array = Objects.requireNonNull(parameters.get(name), name).getArray();
        if (array.getDataType().isFloating()) {
            return array.toFloatArray();
        }
        return new float[] {array.toLongArray()[0]};
    }
}
