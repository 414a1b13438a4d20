package org.selfsup.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.PackedImages;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.testing.Fuzz;

/** Damaged files of arrays are read or refused by name, whatever is wrong with them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DamagedCheckpointsTest {

    @TempDir Path folder;
    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = LibTorch.newManager(Device.cpu());
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @Test
    void safeTensors() throws IOException {
        Fuzz fuzz = new Fuzz("safetensors");
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (DataType type :
                List.of(
                        DataType.FLOAT64,
                        DataType.FLOAT32,
                        DataType.FLOAT16,
                        DataType.INT64,
                        DataType.INT32,
                        DataType.INT8,
                        DataType.UINT8,
                        DataType.BOOLEAN)) {
            arrays.put(type.name().toLowerCase(Locale.ROOT), manager.ones(new Shape(2, 3), type));
        }
        arrays.put("scalar", manager.create(2f));
        arrays.put("empty", manager.create(new Shape(0, 3)));
        Path file = folder.resolve("a.safetensors");
        SafeTensors.write(file, arrays, Map.of("made by", "a test"));
        fuzz.damage(
                1,
                file,
                () -> {
                    try (SafeTensors source = SafeTensors.open(file);
                            NDManager scratch = manager.newSubManager()) {
                        for (String name : source.entries().keySet()) {
                            source.read(name, scratch).toByteBuffer();
                        }
                        source.verify();
                    }
                });
        fuzz.report();
    }

    @Test
    void stateDicts() throws IOException {
        Fuzz fuzz = new Fuzz("state dict");
        Block block = new Sequence().add("fc", Layers.linear(2, true));
        Initialization.initialize(block, 0, manager, new Shape(1, 3));
        Path file = folder.resolve("a.safetensors");
        StateDict.save(block, file, Map.of());
        fuzz.damage(1, file, () -> StateDict.load(block, file));
        fuzz.report();
    }

    @Test
    void checkpoints() throws IOException {
        Fuzz fuzz = new Fuzz("checkpoint");
        TrainingPlan plan = new TrainingPlan(2, 2, new Adam(), Schedule.constant(0.1));
        PackedImages pictures = new PackedImages(new byte[12], 2, 2, 1);
        try (Pretrainer<?> pretrainer =
                new Pretrainer<>(
                        new Mean(),
                        pictures,
                        new ImageViews(
                                1, List.of(new ImagePipeline(new CenterCrop(2), Normalize.MNIST))),
                        plan,
                        manager)) {
            pretrainer.checkpoint(new Checkpoints(folder), 1).run();
            Path file = folder.resolve("step-000000002.safetensors");
            Files.delete(folder.resolve("step-000000001.safetensors"));
            fuzz.damage(1, file, pretrainer::resume);
        }
        fuzz.report();
    }

    /** Pictures become bright. */
    private static final class Mean implements PretextTask {

        private final Networks networks =
                new Networks().add("encoder", new Sequence().add("fc", Layers.linear(2, true)));

        @Override
        public Networks networks() {
            return networks;
        }

        @Override
        public NDArray loss(Pass pass, NDList batch) {
            return pass.forward(encoder(), batch.head()).mean();
        }
    }
}
