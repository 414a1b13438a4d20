package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;

class CheckpointsTest {

    @TempDir private Path directory;
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
    void theNewestIsRead() throws IOException {
        write(1, 2, 3);
        assertThat(newest()).isEqualTo(3);
    }

    @Test
    void theNewestTwoAreKept() throws IOException {
        write(1, 2, 3, 10);
        assertThat(names())
                .containsExactly("step-000000003.safetensors", "step-000000010.safetensors");
    }

    @Test
    void thereMayBeNone() throws IOException {
        assertThat(new Checkpoints(directory).newest()).isEmpty();
    }

    @Test
    void oneChangedByteAndTheOneBeforeIsRead() throws IOException {
        write(1, 2);
        Path file = directory.resolve("step-000000002.safetensors");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() - 1);
            int last = bytes.read();
            bytes.seek(bytes.length() - 1);
            bytes.write(last ^ 1);
        }
        assertThat(newest()).isEqualTo(1);
    }

    @Test
    void oneCutShortAndTheOneBeforeIsRead() throws IOException {
        write(1, 2);
        truncate("step-000000002.safetensors", 20);
        assertThat(newest()).isEqualTo(1);
    }

    @Test
    void whatWasBeingWrittenWhenTheProcessDiedIsNotLookedAt() throws IOException {
        write(1);
        Files.write(directory.resolve("step-000000002.safetensors.part"), new byte[1000]);
        assertThat(newest()).isEqualTo(1);
        write(2);
        assertThat(newest()).isEqualTo(2);
    }

    @Test
    void onlyDamagedOnesAreAnError() throws IOException {
        write(1, 2);
        truncate("step-000000001.safetensors", 3);
        truncate("step-000000002.safetensors", 0);
        assertThatThrownBy(() -> new Checkpoints(directory).newest())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("None of the 2 checkpoints in " + directory)
                .hasMessageContaining("start again in another run directory");
    }

    private void write(long... steps) throws IOException {
        Checkpoints checkpoints = new Checkpoints(directory);
        for (long step : steps) {
            NDArray array = manager.create(new float[] {(float) step, 2, 3});
            checkpoints.write(step, Map.of("x", array), Map.of("step", Long.toString(step)));
        }
    }

    private long newest() throws IOException {
        try (SafeTensors newest = new Checkpoints(directory).newest().orElseThrow()) {
            long step = Long.parseLong(newest.metadata().get("step"));
            assertThat(newest.read("x", manager).toFloatArray()).startsWith((float) step);
            return step;
        }
    }

    private void truncate(String name, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
