package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.encoder.Heads.Norm;
import org.selfsup.engine.SafeTensors;

class StateDictTest {

    @TempDir Path folder;

    @Test
    void blocksOfDjlGetPyTorchsNames() {
        SequentialBlock inner = new SequentialBlock();
        for (int i = 0; i < 100; i++) {
            inner.add(BatchNorm.builder().build());
        }
        Sequence block =
                new Sequence().add("2b", Linear.builder().setUnits(3).build()).add("in", inner);
        assertThat(StateDict.parameters(block).keySet())
                .startsWith("2b.weight", "2b.bias", "in.0.weight", "in.0.bias")
                .contains("in.0.running_mean", "in.0.running_var")
                .endsWith("in.99.running_mean", "in.99.running_var")
                .hasSize(402);
    }

    @Test
    void savedParametersLoadInPlace() throws IOException {
        Path file = folder.resolve("net.safetensors");
        try (Forward from = new Forward(ConvNet.of(2, 3), 2, 1, 6, 6);
                Forward to = new Forward(ConvNet.of(2, 3), 2, 1, 6, 6)) {
            NDArray x = from.input(2, 1, 6, 6);
            from.train(x); // moves the running statistics
            StateDict.save(from.block, file, Map.of("step", "7"));
            zero(to);
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            StateDict.parameters(to.block).forEach((name, p) -> arrays.put(name, p.getArray()));
            StateDict.load(to.block, file);
            StateDict.parameters(to.block)
                    .forEach(
                            (name, p) -> {
                                assertThat(p.getArray()).isSameAs(arrays.get(name));
                                assertThat(p.getArray().hasGradient())
                                        .isEqualTo(p.requiresGradient());
                            });
            assertThat(to.eval(x).toFloatArray()).isEqualTo(from.eval(x).toFloatArray());
        }
        try (SafeTensors saved = SafeTensors.open(file)) {
            assertThat(saved.metadata()).containsEntry("step", "7");
        }
    }

    @Test
    void whatDoesNotFitIsListedAndNothingIsChanged() throws IOException {
        Path file = folder.resolve("other.safetensors");
        try (Forward other = new Forward(Heads.mlp(Norm.NONE, 5, 4, 4, 4, 4, 4), 2, 6);
                Forward run = new Forward(Heads.mlp(Norm.HIDDEN, 5, 3), 2, 6)) {
            StateDict.save(other.block, file, Map.of());
            float[] before = values(run, "layers.0.weight");
            assertThatThrownBy(() -> StateDict.load(run.block, file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            file
                                    + " does not fit this network: it lacks layers.1.weight,"
                                    + " layers.1.bias, layers.1.running_mean,"
                                    + " layers.1.running_var and 2 more; it has the unexpected"
                                    + " layers.0.bias, layers.2.weight, layers.2.bias,"
                                    + " layers.4.weight and 7 more");
            assertThat(values(run, "layers.0.weight")).isEqualTo(before);
        }
        try (Forward run = new Forward(Heads.mlp(Norm.NONE, 5, 4, 4, 4, 4, 7), 2, 6)) {
            assertThatThrownBy(() -> StateDict.load(run.block, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "it differs in layers.10.weight (F32 (4, 4), expected float32 (7, 4)),"
                                    + " layers.10.bias");
        }
    }

    @Test
    void classifierAndBatchCountsArePassedOver() throws IOException {
        Path file = folder.resolve("python.safetensors");
        Block whole = ConvNet.of(2).add("fc", Layers.linear(10, true));
        try (Forward from = new Forward(whole, 2, 1, 6, 6);
                Forward to = new Forward(ConvNet.of(2), 2, 1, 6, 6)) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            StateDict.parameters(whole).forEach((name, p) -> arrays.put(name, p.getArray()));
            arrays.put("bn1.num_batches_tracked", from.arrays.create(3L));
            SafeTensors.write(file, arrays, Map.of());
            assertThatThrownBy(() -> StateDict.load(to.block, file))
                    .hasMessageEndingWith("it has the unexpected fc.weight, fc.bias");
            zero(to);
            StateDict.load(to.block, file, "fc.");
            assertThat(values(to, "conv1.weight")).isEqualTo(values(from, "conv1.weight"));
        }
    }

    @Test
    void sharedParametersAppearOnce() throws IOException {
        Path file = folder.resolve("tied.safetensors");
        Block tied = Layers.linear(3, false);
        try (Forward run = new Forward(new Sequence().add("a", tied).add("b", tied), 2, 3)) {
            assertThat(StateDict.parameters(run.block).keySet()).containsExactly("a.weight");
            NDArray array = tied.getParameters().valueAt(0).getArray();
            Map<String, NDArray> both = new LinkedHashMap<>();
            both.put("a.weight", array);
            both.put("b.weight", array);
            SafeTensors.write(file, both, Map.of());
            StateDict.load(run.block, file);
        }
    }

    @Test
    void uninitialisedBlockIsRefused() {
        assertThatThrownBy(
                        () ->
                                StateDict.save(
                                        new Sequence().add(Layers.linear(3, true)),
                                        folder.resolve("x"),
                                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"0.weight\" has no array yet");
    }

    @Test
    void childrenOfOneNameAreRefused() {
        assertThatThrownBy(() -> StateDict.parameters(new Twins()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a\"");
    }

    private static void zero(Forward run) {
        StateDict.parameters(run.block)
                .forEach((name, p) -> run.set(p, new float[(int) p.getShape().size()]));
    }

    private static float[] values(Forward run, String name) {
        return Objects.requireNonNull(StateDict.parameters(run.block).get(name))
                .getArray()
                .toFloatArray();
    }

    private static final class Twins extends AbstractBlock {

        Twins() {
            addChildBlock("a", Layers.linear(3, false));
            addChildBlock("a", Layers.linear(3, false));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return inputs;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }
}
