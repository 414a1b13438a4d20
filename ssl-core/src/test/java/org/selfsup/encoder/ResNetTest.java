package org.selfsup.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.encoder.ResNet.Stem;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.Golden;

/**
 * Agreement with torchvision 0.28.0: outputs, gradients and running statistics of networks whose
 * weights follow from {@link WeightFormula}, computed in float64 by torch 2.13.0, and the names and
 * shapes of whole state dicts.
 */
class ResNetTest {

    private static final Golden GOLDEN = Golden.open("encoders", ResNet.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv1.weight",
                "bn1.weight",
                "bn1.running_var",
                "fc.bias",
                "layer4.1.conv2.weight",
                "encoder.pos_embedding"
            })
    void formulaGivesTheReferencesWeights(String name) {
        Shape shape =
                switch (name) {
                    case "conv1.weight" -> new Shape(64, 3, 7, 7);
                    case "layer4.1.conv2.weight" -> new Shape(512, 512, 3, 3);
                    case "encoder.pos_embedding" -> new Shape(1, 17, 24);
                    default -> new Shape(64);
                };
        float[] actual = Arrays.copyOf(WeightFormula.values(name, shape), 8);
        GOLDEN.of(WeightFormula.class).assertClose("weight_formula/" + name, actual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet18_cifar", "resnet50_cifar"})
    void evaluationAgreesWithTorchvision(String net) {
        try (Forward run = network(net)) {
            agrees(run, net + ".eval", false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet18_cifar", "resnet50_cifar"})
    void trainingAgreesWithTorchvision(String net) {
        try (Forward run = network(net)) {
            agrees(run, net + ".train", true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "resnet101"})
    void namesAndShapesAreTorchvisions(String net) throws IOException {
        Sequence block =
                switch (net) {
                    case "resnet18" -> ResNet.resnet18(Stem.IMAGENET);
                    case "resnet34" -> ResNet.resnet34(Stem.IMAGENET);
                    case "resnet50" -> ResNet.resnet50(Stem.IMAGENET);
                    default -> ResNet.resnet101(Stem.IMAGENET);
                };
        try (Forward run = new Forward(block, 1, 3, 32, 32)) {
            Map<String, Shape> actual = new LinkedHashMap<>();
            StateDict.parameters(run.block).forEach((name, p) -> actual.put(name, p.getShape()));
            assertThat(new ArrayList<>(actual.entrySet()))
                    .containsExactlyElementsOf(stateDict(net, "fc.").entrySet());
        }
    }

    /** torchvision's counts without the classifier's 2,049,000. */
    @ParameterizedTest
    @CsvSource({"resnet152, 60192808", "wide_resnet50_2, 68883240", "resnext50_32x4d, 25028904"})
    void sizesAreTorchvisions(String net, long size) {
        Sequence block =
                switch (net) {
                    case "resnet152" -> ResNet.resnet152(Stem.IMAGENET);
                    case "wide_resnet50_2" -> ResNet.wideResnet50(Stem.IMAGENET);
                    default -> ResNet.resnext50(Stem.IMAGENET);
                };
        try (Forward run = zeros(block)) {
            assertThat(run.trained()).isEqualTo(size - 2_049_000);
            NDArray features = run.eval(run.input(1, 3, 32, 32));
            assertThat(features.getShape()).isEqualTo(new Shape(1, 2048));
        }
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedWithWhatDiffers(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("resnet18.safetensors");
        try (Forward run = zeros(ResNet.resnet18(Stem.CIFAR))) {
            StateDict.save(run.block, file, Map.of());
        }
        try (Forward run = zeros(ResNet.resnet18(Stem.IMAGENET))) {
            assertThatThrownBy(() -> StateDict.load(run.block, file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            file
                                    + " does not fit this network: it differs in conv1.weight (F32"
                                    + " (64, 3, 3, 3), expected float32 (64, 3, 7, 7))");
        }
        try (Forward run = zeros(ResNet.resnet34(Stem.CIFAR))) {
            assertThatThrownBy(() -> StateDict.load(run.block, file))
                    .hasMessage(
                            file
                                    + " does not fit this network: it lacks layer1.2.conv1.weight,"
                                    + " layer1.2.bn1.weight, layer1.2.bn1.bias,"
                                    + " layer1.2.bn1.running_mean and 76 more");
        }
    }

    private static Forward zeros(Block block) {
        block.setInitializer(Initializer.ZEROS, Parameter::requiresGradient);
        return new Forward(block, 1, 3, 32, 32);
    }

    /** Every group of filters sees its own channels only. */
    @Test
    void groupedConvolutionIsSeveralSmallOnes() {
        Block grouped = Layers.conv(4, 3, 1, 1, false, 2);
        Block half = Layers.conv(2, 3, 1, 1);
        try (Forward run = new Forward(grouped, 1, 6, 5, 5);
                Forward part = new Forward(half, 1, 3, 5, 5)) {
            NDArray x = run.input(2, 6, 5, 5);
            NDArray y = run.eval(x);
            NDArray weight = get(StateDict.parameters(grouped), "weight").getArray();
            for (int g = 0; g < 2; g++) {
                try (NDArray own = weight.get(2 * g + ":" + (2 * g + 2))) {
                    part.set(get(StateDict.parameters(half), "weight"), own.toFloatArray());
                }
                NDArray expected = part.eval(x.get(":, " + 3 * g + ":" + (3 * g + 3)));
                NDArray actual = y.get(":, " + 2 * g + ":" + (2 * g + 2));
                assertThat(actual.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-5f));
            }
            assertThatThrownBy(() -> run.eval(run.input(2, 3, 5, 5)))
                    .hasMessageContaining("(n, 6, h, w)");
        }
    }

    @Test
    void channelsLastInputGivesTheSame() {
        try (Forward run = network("resnet18_cifar")) {
            NDArray x =
                    run.arrays.create(
                            GOLDEN.floats("resnet18_cifar.eval/x"), new Shape(2, 3, 32, 32));
            NDArray nhwc = x.transpose(0, 2, 3, 1).mul(1); // contiguous
            float[] logits = run.eval(nhwc.transpose(0, 3, 1, 2)).toFloatArray();
            GOLDEN.assertClose("resnet18_cifar.eval/logits", logits);
        }
    }

    @Test
    void featuresHaveTheDocumentedSizeForAnyImage() {
        for (Stem stem : Stem.values()) {
            try (Forward run = new Forward(ResNet.resnet18(stem), 1, 1, 8, 8)) {
                for (long[] shape : new long[][] {{1, 1, 1, 1}, {2, 1, 33, 17}}) {
                    NDArray features = run.eval(run.input(shape));
                    Shape[] promised = run.block.getOutputShapes(new Shape[] {new Shape(shape)});
                    assertThat(features.getShape()).isEqualTo(new Shape(shape[0], 512));
                    assertThat(promised).containsExactly(features.getShape());
                }
            }
        }
    }

    private static Forward network(String net) {
        Stem stem = net.endsWith("_cifar") ? Stem.CIFAR : Stem.IMAGENET;
        Sequence block =
                (net.startsWith("resnet18") ? ResNet.resnet18(stem) : ResNet.resnet50(stem))
                        .add("fc", Layers.linear(10, true));
        Forward run = new Forward(block, 1, 3, 32, 32);
        StateDict.parameters(block)
                .forEach((name, p) -> run.set(p, WeightFormula.values(name, p.getShape())));
        return run;
    }

    private static void agrees(Forward run, String name, boolean training) {
        NDArray x = array(run, name + "/x");
        x.setRequiresGradient(true);
        NDArray cotangent = array(run, name + "/cotangent");
        float[] logits;
        try (Autograd recording = Autograd.on()) {
            NDArray y = run.block.forward(run.store, new NDList(x), training).head();
            logits = y.toFloatArray();
            Autograd.backward(y.mul(cotangent).sum());
        }
        GOLDEN.assertClose(name + "/logits", logits);

        Map<String, Parameter> parameters = StateDict.parameters(run.block);
        GOLDEN.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
        List<String> trained = new ArrayList<>();
        for (String key : parameters.keySet()) {
            if (get(parameters, key).requiresGradient()) {
                trained.add(key);
            }
        }
        float[] norms = new float[trained.size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) norm(run.gradient(get(parameters, trained.get(i))));
        }
        GOLDEN.assertClose(name + "/grad_norms", norms);
        boolean deep = name.startsWith("resnet50");
        for (String key :
                List.of(
                        "conv1.weight",
                        "bn1.weight",
                        "bn1.bias",
                        "layer1.0.conv1.weight",
                        "fc.weight",
                        "fc.bias",
                        deep ? "layer4.2.bn2.weight" : "layer4.1.bn2.weight")) {
            GOLDEN.assertClose(name + "/grad." + key, run.gradient(get(parameters, key)));
        }
        if (training) {
            String last = deep ? "layer4.2.bn3" : "layer4.1.bn2";
            for (String norm : List.of("bn1", last)) {
                for (String key : List.of(norm + ".running_mean", norm + ".running_var")) {
                    float[] after = get(parameters, key).getArray().toFloatArray();
                    GOLDEN.assertClose(name + "/after." + key, after);
                }
            }
        }
        stagesAgree(run, name, x.stopGradient(), training);
    }

    /** Stage by stage, read before the next one overwrites it. */
    private static void stagesAgree(Forward run, String name, NDArray x, boolean training) {
        try (Autograd off = Autograd.off()) {
            NDArray y = x;
            for (Map.Entry<String, Block> stage : StateDict.children(run.block).entrySet()) {
                y = stage.getValue().forward(run.store, new NDList(y), training).head();
                // The reference's bn1 was recorded after the ReLU had been written over it.
                String key = stage.getKey().equals("relu") ? "bn1" : stage.getKey();
                if (stage.getKey().equals("bn1") || key.equals("fc")) {
                    continue;
                }
                // torchvision flattens after its pool, which leaves (n, d, 1, 1).
                boolean pool = key.equals("avgpool");
                stageAgrees(GOLDEN, name, key, pool ? y.expandDims(2).expandDims(3) : y);
                if (key.equals("bn1") && name.contains("_cifar")) { // its pool does nothing
                    stageAgrees(GOLDEN, name, "maxpool", y);
                }
            }
        }
    }

    /** What a case recorded of the output of one of its modules. */
    static void stageAgrees(Golden golden, String name, String stage, NDArray y) {
        float[] values = y.toFloatArray();
        golden.assertEqual(name + "/stage_shape." + stage, y.getShape().getShape());
        golden.assertClose(name + "/stage_stats." + stage, statistics(values));
        long[] places = golden.longs(name + "/stage_index." + stage);
        float[] picked = new float[places.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[(int) places[i]];
        }
        golden.assertClose(name + "/stage_value." + stage, picked);
    }

    private static float[] statistics(float[] values) {
        double sum = 0;
        double squares = 0;
        double absolute = 0;
        double least = values[0];
        double most = values[0];
        for (double v : values) {
            sum += v;
            squares += v * v;
            absolute += Math.abs(v);
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        double n = values.length;
        double mean = sum / n;
        return new float[] {
            (float) mean,
            (float) Math.sqrt(squares / n - mean * mean),
            (float) least,
            (float) most,
            (float) (absolute / n)
        };
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (double v : values) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }

    private static NDArray array(Forward run, String tensor) {
        return run.arrays.create(GOLDEN.floats(tensor), new Shape(GOLDEN.shape(tensor)));
    }

    private static Parameter get(Map<String, Parameter> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** The reference's names and shapes without the classifier and the counts of batches. */
    static Map<String, Shape> stateDict(String net, String classifier) throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(
                                ResNetTest.class.getResourceAsStream("/golden/state_dicts.json")),
                        UTF_8)) {
            JsonElement entries = JsonParser.parseReader(reader).getAsJsonObject().get(net);
            for (JsonElement element : entries.getAsJsonArray()) {
                JsonArray entry = element.getAsJsonArray();
                String name = entry.get(0).getAsString();
                if (!name.startsWith(classifier) && !name.endsWith("num_batches_tracked")) {
                    long[] shape =
                            entry.get(2).getAsJsonArray().asList().stream()
                                    .mapToLong(JsonElement::getAsLong)
                                    .toArray();
                    shapes.put(name, new Shape(shape));
                }
            }
        }
        return shapes;
    }
}
