package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.data.Labels;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.eval.Features;

class FeatureFormatTest {

    private static final List<String> CLASSES = List.of("cat", "dog", "eel");
    private static final FeatureFormat.RowNames NUMBERS = (split, row) -> Integer.toString(row);

    @TempDir Path directory;

    @Test
    void tableHoldsASampleALine() throws IOException {
        Path file = directory.resolve("features.csv");
        FeatureFormat.of(file).write(splits(), NUMBERS, file);
        assertThat(file)
                .hasContent(
                        """
                        split,name,label,f0,f1
                        train,0,2,0.1,-2.0
                        train,1,0,3.0E-9,4.0
                        test,0,1,5.5,6.0
                        """);
    }

    @Test
    void samplesWithoutLabelsHaveAnEmptyCell() throws IOException {
        Path file = directory.resolve("features.csv");
        FeatureFormat.CSV.write(
                Map.of("train", new Features(new float[] {1, 2}, 2, null)), NUMBERS, file);
        assertThat(file).hasContent("split,name,label,f0,f1\ntrain,0,,1.0,2.0\n");
    }

    @Test
    void namesAreQuotedWhereTheyMustBe() throws IOException {
        Path file = directory.resolve("features.csv");
        Features features = new Features(new float[] {1}, 1, null);
        FeatureFormat.CSV.write(Map.of("all", features), (split, row) -> "a,\"b\".png", file);
        assertThat(file).hasContent("split,name,label,f0\nall,\"a,\"\"b\"\".png\",,1.0\n");
    }

    @Test
    void numPyReadsOneArrayWithTheLabelsOfItsRowsBesideIt() throws IOException {
        Path file = directory.resolve("features.npy");
        FeatureFormat.of(file).write(splits(), NUMBERS, file);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get()).isEqualTo((byte) 0x93);
        assertThat(ascii(bytes, 5)).isEqualTo("NUMPY");
        assertThat(bytes.getShort()).as("version 1.0").isEqualTo((short) 1);
        String header = ascii(bytes, bytes.getShort());
        assertThat(header.strip())
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }");
        assertThat(header).endsWith("\n");
        assertThat(bytes.position() % 64).isZero();
        float[] values = new float[6];
        bytes.asFloatBuffer().get(values);
        assertThat(values).containsExactly(0.1f, -2, 3e-9f, 4, 5.5f, 6);
        assertThat(bytes.remaining()).isEqualTo(6 * Float.BYTES);

        assertThat(directory.resolve("features.labels.csv"))
                .hasContent("split,name,label\ntrain,0,2\ntrain,1,0\ntest,0,1\n");
    }

    @Test
    void headerOfAnySizeEndsAtAMultipleOf64() throws IOException {
        for (int n : new int[] {1, 9, 10, 99, 100, 12_345}) {
            Path file = directory.resolve(n + ".npy");
            FeatureFormat.NPY.write(
                    Map.of("all", new Features(new float[n], 1, null)), NUMBERS, file);
            assertThat(Files.size(file) - (long) n * Float.BYTES).isEqualTo(128);
        }
    }

    @Test
    void safetensorsHoldAnArrayASplitAndItsLabels() throws IOException {
        Path file = directory.resolve("features.safetensors");
        FeatureFormat.of(file).write(splits(), NUMBERS, file);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                SafeTensors read = SafeTensors.open(file)) {
            assertThat(read.entries())
                    .containsOnlyKeys("train", "train_labels", "test", "test_labels");
            NDArray train = read.read("train", manager);
            assertThat(train.toFloatArray()).containsExactly(0.1f, -2, 3e-9f, 4);
            assertThat(train.getShape().getShape()).containsExactly(2, 2);
            assertThat(read.read("train_labels", manager).toLongArray()).containsExactly(2, 0);
            assertThat(read.read("test_labels", manager).toLongArray()).containsExactly(1);
        }
    }

    @Test
    void anotherEndIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureFormat.of(Path.of("a.npz")))
                .withMessage("--output must end in .csv, .npy or .safetensors, got a.npz");
    }

    private static Map<String, Features> splits() {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put(
                "train",
                new Features(
                        new float[] {0.1f, -2, 3e-9f, 4},
                        2,
                        new Labels(new int[] {2, 0}, CLASSES)));
        splits.put(
                "test", new Features(new float[] {5.5f, 6}, 2, new Labels(new int[] {1}, CLASSES)));
        return splits;
    }

    private static String ascii(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
