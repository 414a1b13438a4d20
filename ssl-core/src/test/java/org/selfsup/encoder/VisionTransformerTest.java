package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.encoder.VisionTransformer.Config;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.encoder.VisionTransformer.Positions;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.SafeTensors;
import org.selfsup.testing.Golden;

/**
 * Agreement with torchvision 0.28.0's VisionTransformer (image 32, patch 8, 2 layers, 3 heads, d =
 * 24, hidden 48), computed in float64 by torch 2.13.0.
 */
class VisionTransformerTest {

    private static final Golden GOLDEN = Golden.open("encoders", VisionTransformer.class);
    private static final String CASE = "vit_tiny.eval/";
    private static final Config TINY =
            new Config(32, 8, Transformer.Config.of(24, 2, 3).withHidden(48));

    @TempDir Path folder;

    @Test
    void logitsTokensAndGradientsAreTorchvisions() throws Exception {
        VisionTransformer encoder = new VisionTransformer(TINY);
        Sequence head = new Sequence().add("head", Layers.linear(10, true));
        try (Forward run = new Forward(encoder, 2, 3, 32, 32);
                Forward heads = new Forward(head, 2, 24)) {
            StateDict.load(encoder, weights(), "heads.");
            Map<String, Parameter> parameters = StateDict.parameters(encoder);
            try (SafeTensors file = SafeTensors.open(weights())) {
                for (Map.Entry<String, Parameter> named : StateDict.parameters(head).entrySet()) {
                    file.readInto("heads." + named.getKey(), named.getValue().getArray());
                }
            }
            NDArray x = run.arrays.create(GOLDEN.floats(CASE + "x"), new Shape(2, 3, 32, 32));
            x.setRequiresGradient(true);
            NDArray cotangent =
                    run.arrays.create(GOLDEN.floats(CASE + "cotangent"), new Shape(2, 10));
            try (Autograd recording = Autograd.on()) {
                NDArray patches = encoder.embed(run.store, x, false);
                NDArray tokens = encoder.encode(run.store, patches, null, false);
                GOLDEN.assertClose(CASE + "tokens", tokens.toFloatArray());
                NDArray features = encoder.forward(run.store, new NDList(x), false).head();
                NDArray logits =
                        head.forward(heads.store, new NDList(features), false).singletonOrThrow();
                GOLDEN.assertClose(CASE + "logits", logits.toFloatArray());
                stagesAgree(encoder, run, patches);
                agrees("encoder_ln", tokens);
                agrees("heads", logits);
                Autograd.backward(logits.mul(cotangent).sum());
            }
            GOLDEN.assertClose(CASE + "grad_x", x.getGradient().toFloatArray());
            for (String name :
                    new String[] {
                        "class_token",
                        "conv_proj.bias",
                        "encoder.pos_embedding",
                        "encoder.layers.encoder_layer_0.self_attention.in_proj_weight",
                        "encoder.layers.encoder_layer_0.self_attention.in_proj_bias",
                        "encoder.layers.encoder_layer_0.ln_1.weight",
                        "encoder.layers.encoder_layer_0.mlp.0.weight",
                        "encoder.ln.weight"
                    }) {
                GOLDEN.assertClose(CASE + "grad." + name, run.gradient(get(parameters, name)));
            }
            GOLDEN.assertClose(
                    CASE + "grad.heads.head.weight",
                    heads.gradient(get(StateDict.parameters(head), "head.weight")));
            float[] norms = new float[parameters.size() + 2];
            int i = 0;
            for (Parameter parameter : parameters.values()) {
                norms[i++] = norm(run.gradient(parameter));
            }
            for (Parameter parameter : StateDict.parameters(head).values()) {
                norms[i++] = norm(heads.gradient(parameter));
            }
            GOLDEN.assertClose(CASE + "grad_norms", norms);
        }
    }

    /** The projection, and layer by layer from the class token and patches at their places. */
    private static void stagesAgree(VisionTransformer encoder, Forward run, NDArray patches) {
        agrees("conv_proj", patches.transpose(0, 2, 1).reshape(2, 24, 4, 4));
        Map<String, Parameter> parameters = StateDict.parameters(encoder);
        NDArray x =
                get(parameters, "class_token")
                        .getArray()
                        .repeat(0, 2)
                        .concat(patches, 1)
                        .add(get(parameters, "encoder.pos_embedding").getArray());
        Block transformer = get(StateDict.children(encoder), "encoder");
        Block layers = get(StateDict.children(transformer), "layers");
        for (Map.Entry<String, Block> layer : StateDict.children(layers).entrySet()) {
            x = layer.getValue().forward(run.store, new NDList(x), false).singletonOrThrow();
            agrees("encoder_layers_" + layer.getKey(), x);
        }
    }

    private static void agrees(String stage, NDArray y) {
        ResNetTest.stageAgrees(GOLDEN, "vit_tiny.eval", stage, y);
    }

    private static float norm(float[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return (float) Math.sqrt(squares);
    }

    @Test
    void namesAndShapesOfBaseAreTorchvisions() throws IOException {
        VisionTransformer base = VisionTransformer.base();
        base.setInitializer(Initializer.ZEROS, parameter -> true);
        try (Forward run = new Forward(base, 1, 3, 224, 224)) {
            Map<String, Shape> actual = new LinkedHashMap<>();
            StateDict.parameters(base).forEach((name, p) -> actual.put(name, p.getShape()));
            assertThat(actual).containsExactlyEntriesOf(ResNetTest.stateDict("vit_b_16", "heads."));
            assertThat(run.trained()).isEqualTo(86_567_656 - 769_000); // torchvision's count
        }
    }

    @Test
    void sizesAreTheDocumentedOnes() {
        try (Forward run = new Forward(VisionTransformer.cifar(), 1, 3, 32, 32)) {
            assertThat(run.trained()).isEqualTo(2_691_648);
            assertThat(run.eval(run.input(2, 3, 32, 32)).getShape()).isEqualTo(new Shape(2, 192));
        }
    }

    @Test
    void visiblePatchesAloneGiveWhatTheyGiveInOrder() {
        for (Pooling pooling : Pooling.values()) {
            VisionTransformer net = new VisionTransformer(TINY.withPooling(pooling));
            try (Forward run = new Forward(net, 2, 3, 32, 32);
                    Autograd off = Autograd.off()) {
                NDArray patches = net.embed(run.store, run.input(2, 3, 32, 32), false);
                NDArray all = net.encode(run.store, patches, null, false);
                long[] order = IntStream.range(0, 32).mapToLong(i -> 15 - i % 16).toArray();
                NDArray backwards = run.arrays.create(order, new Shape(2, 16));
                NDArray turned = net.encode(run.store, patches, backwards, false);
                int first = pooling == Pooling.MEAN ? 0 : 1;
                NDArray expected = all.get(":, " + first + ":").flip(1);
                double apart = turned.get(":, " + first + ":").sub(expected).abs().max().getFloat();
                assertThat(apart).isCloseTo(0, within(1e-5));

                NDArray few = run.arrays.create(new long[] {3, 7, 0, 15, 2, 1}, new Shape(2, 3));
                assertThat(net.encode(run.store, patches, few, false).getShape())
                        .isEqualTo(new Shape(2, 3L + first, 24));
            }
        }
    }

    @Test
    void hiddenPatchesLeaveNoTrace() {
        VisionTransformer net = new VisionTransformer(TINY);
        try (Forward run = new Forward(net, 2, 3, 32, 32);
                Autograd off = Autograd.off()) {
            NDArray x = run.input(1, 3, 32, 32);
            NDArray other = x.mul(1);
            other.set(new NDIndex(":, :, 8:, :"), 5);
            NDArray row = run.arrays.create(new long[] {0, 1, 2, 3}, new Shape(1, 4));
            float[] a =
                    net.encode(run.store, net.embed(run.store, x, false), row, false)
                            .toFloatArray();
            float[] b =
                    net.encode(run.store, net.embed(run.store, other, false), row, false)
                            .toFloatArray();
            assertThat(a).isEqualTo(b);
        }
    }

    @Test
    void sinesAndCosinesAreFixedAndSaved() {
        Config config = TINY.withPositions(Positions.SINE_COSINE);
        VisionTransformer net = new VisionTransformer(config);
        try (Forward run = new Forward(net, 2, 3, 32, 32)) {
            Parameter positions = get(StateDict.parameters(net), "encoder.pos_embedding");
            assertThat(positions.requiresGradient()).isFalse();
            float[] values = positions.getArray().toFloatArray();
            assertThat(Arrays.copyOf(values, 24)).containsOnly(0f);
            // row 1, column 2, frequency 3 of 6: 10000^(-1/2)
            int at = (1 + 1 * 4 + 2) * 24;
            assertThat(values[at + 3]).isCloseTo((float) Math.sin(0.02), within(1e-6f));
            assertThat(values[at + 6 + 3]).isCloseTo((float) Math.cos(0.02), within(1e-6f));
            assertThat(values[at + 12 + 3]).isCloseTo((float) Math.sin(0.01), within(1e-6f));
            assertThat(values[at + 18]).isCloseTo((float) Math.cos(1), within(1e-6f));
            try (Autograd recording = Autograd.on()) {
                Autograd.backward(run.train(run.input(2, 3, 32, 32)).square().sum());
            }
        }
    }

    @Test
    void otherSquaresGetInterpolatedPositions() {
        VisionTransformer net = new VisionTransformer(TINY);
        try (Forward run = new Forward(net, 2, 3, 32, 32)) {
            Parameter positions = get(StateDict.parameters(net), "encoder.pos_embedding");
            for (int size : new int[] {16, 48}) {
                NDArray x = run.input(1, 3, size, size);
                assertThat(run.eval(x).getShape()).isEqualTo(new Shape(1, 24));
            }
            run.set(positions, new float[17 * 24]); // then nothing tells places apart
            NDArray x = run.input(1, 3, 48, 48);
            double apart = run.eval(x).sub(run.eval(mirrored(x))).abs().max().getFloat();
            assertThat(apart).isCloseTo(0, within(1e-5));
            assertThatThrownBy(() -> run.eval(run.input(1, 3, 32, 48)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a multiple of 8, got (1, 3, 32, 48)");
            assertThatThrownBy(() -> run.eval(run.input(1, 3, 30, 30)))
                    .hasMessageContaining("a multiple of 8");
        }
    }

    /** Rows of patches from the last to the first. */
    private static NDArray mirrored(NDArray x) {
        return x.reshape(1, 3, 6, 8, 48).flip(2).reshape(1, 3, 48, 48);
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedWithWhatDiffers() throws Exception {
        Config other = new Config(32, 4, Transformer.Config.of(24, 1, 3).withHidden(48));
        VisionTransformer net = new VisionTransformer(other);
        try (Forward run = new Forward(net, 2, 3, 32, 32)) {
            Path file = weights();
            assertThatThrownBy(() -> StateDict.load(net, file, "heads."))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " does not fit this network: ")
                    .hasMessageContaining(
                            "it has the unexpected encoder.layers.encoder_layer_1.ln_1.weight,")
                    .hasMessageContaining("and 8 more")
                    .hasMessageContaining(
                            "it differs in conv_proj.weight (F32 (24, 3, 8, 8), expected float32"
                                    + " (24, 3, 4, 4)), encoder.pos_embedding");
            StateDict.save(net, folder.resolve("one.safetensors"), Map.of());
        }
        VisionTransformer two = new VisionTransformer(TINY);
        try (Forward run = new Forward(two, 2, 3, 32, 32)) {
            assertThatThrownBy(() -> StateDict.load(two, folder.resolve("one.safetensors")))
                    .hasMessageContaining("it lacks encoder.layers.encoder_layer_1.ln_1.weight");
        }
    }

    @Test
    void badSizesAndPlacesAreRefused() {
        assertThatThrownBy(() -> new Config(30, 8, Transformer.Config.of(24, 1, 3)))
                .hasMessageContaining("30 pixels a side cannot be cut into patches of 8");
        VisionTransformer net = new VisionTransformer(TINY);
        try (Forward run = new Forward(net, 2, 3, 32, 32);
                Autograd off = Autograd.off()) {
            NDArray patches = net.embed(run.store, run.input(1, 3, 32, 32), false);
            NDArray outside = run.arrays.create(new long[] {16}, new Shape(1, 1));
            assertThatThrownBy(() -> net.encode(run.store, patches, outside, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("indices from 0 to 15, got 16 to 16");
        }
    }

    private static Path weights() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(
                                VisionTransformerTest.class.getResource(
                                        "/golden/vit_tiny_weights.safetensors"))
                        .toURI());
    }

    private static <T> T get(Map<String, T> members, String name) {
        return Objects.requireNonNull(members.get(name), name);
    }
}
