package org.selfsup.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

    @TempDir Path folder;
    private final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void everyTypeAndShapeComesBack() throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("scalar", manager.create(1.5f));
        arrays.put("empty", manager.create(new Shape(0, 3)));
        arrays.put("a.b[]", manager.create(new float[] {1, Float.NaN, -0f}, new Shape(1, 3)));
        arrays.put("count", manager.create(new long[] {Long.MIN_VALUE, 1L << 40}));
        arrays.put("half", manager.create(new float[] {0.5f}).toType(DataType.FLOAT16, false));
        for (DataType type :
                new DataType[] {
                    DataType.FLOAT64,
                    DataType.INT32,
                    DataType.INT8,
                    DataType.UINT8,
                    DataType.BOOLEAN
                }) {
            arrays.put(type.name(), manager.ones(new Shape(3), type));
        }
        NDArray rows = manager.arange(6f).reshape(2, 3);
        arrays.put("view \"√\"", rows.transpose()); // not contiguous
        Path file = folder.resolve("all.safetensors");
        int before = manager.getManagedArrays().size();
        SafeTensors.write(file, arrays, Map.of("step", "7", "checksum", "a reader's copy"));
        assertThat(manager.getManagedArrays()).hasSize(before);
        try (SafeTensors saved = SafeTensors.open(file)) {
            assertThat(saved.metadata()).containsEntry("step", "7").containsKey("checksum");
            assertThat(saved.entries().keySet()).containsExactlyElementsOf(arrays.keySet());
            saved.verify();
            for (Map.Entry<String, NDArray> named : arrays.entrySet()) {
                try (NDArray array = saved.read(named.getKey(), manager)) {
                    NDArray expected = named.getValue();
                    assertThat(array.getShape()).isEqualTo(expected.getShape());
                    assertThat(array.getDataType()).isEqualTo(expected.getDataType());
                    assertThat(array.toByteBuffer(true)).isEqualTo(expected.toByteBuffer(true));
                }
            }
        }
        assertThat(folder.toFile().list()).containsExactly("all.safetensors");
    }

    @Test
    void readingWritesInPlace() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafeTensors.write(file, Map.of("x", manager.ones(new Shape(2, 3))), Map.of());
        NDArray target = manager.zeros(new Shape(2, 3));
        NDArray view = target.get(0);
        target.setRequiresGradient(true);
        try (SafeTensors saved = SafeTensors.open(file);
                Autograd recording = Autograd.on()) {
            saved.readInto("x", target);
            assertThat(view.toFloatArray()).containsExactly(1, 1, 1);
            assertThat(target.hasGradient()).isTrue();
            assertThatThrownBy(() -> saved.readInto("x", manager.zeros(new Shape(3, 2))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("float32 (2, 3), expected float32 (3, 2)");
            assertThatThrownBy(() -> saved.read("y", manager))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has no array \"y\"; it has [x]");
        }
    }

    @Test
    void bfloat16IsWidened() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {1, -2.5f, Float.POSITIVE_INFINITY}) {
            data.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        Path file = file("{\"x\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,6]}}", data);
        try (SafeTensors saved = SafeTensors.open(file)) {
            NDArray x = saved.read("x", manager);
            assertThat(x.toFloatArray()).containsExactly(1, -2.5f, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void typesTheEngineCannotHoldAreRefused() throws IOException {
        String header = "{\"x\":{\"dtype\":\"U16\",\"shape\":[1],\"data_offsets\":[0,2]}}";
        try (SafeTensors saved = SafeTensors.open(file(header, ByteBuffer.allocate(2)))) {
            assertThatThrownBy(() -> saved.read("x", manager))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("type U16");
        }
        Map<String, NDArray> complex = Map.of("z", manager.ones(new Shape(2)).fft(2));
        Path file = folder.resolve("z.safetensors");
        assertThatThrownBy(() -> SafeTensors.write(file, complex, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"z\"");
        Map<String, NDArray> reserved = Map.of("__metadata__", manager.create(1f));
        assertThatThrownBy(() -> SafeTensors.write(file, reserved, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]} | not valid",
                "[] | not valid",
                "{}{} | not valid",
                "{} | need 0 bytes",
                "{\"x\":1} | not valid",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}} | lacks its shape",
                "{\"x\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}} | unknown type",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | needs 8 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,-8]}} | is -2",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | needs 8 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 0 is due",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | need 16 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}} | not valid",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}"
                        + " | overflow",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[0,4294967296,4294967296],"
                        + "\"data_offsets\":[0,0]}} | overflow",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}"
                        + " | not valid",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | twice",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 is due",
            })
    void damagedHeadersAreRefused(String header, String why) throws IOException {
        Path file = file(header, ByteBuffer.allocate(8));
        assertThatThrownBy(() -> SafeTensors.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is not a whole safetensors file")
                .hasMessageContaining(why);
    }

    @Test
    void shortFilesAndHugeHeadersAreRefused() throws IOException {
        Path file = folder.resolve("short");
        for (byte[] bytes :
                new byte[][] {
                    {}, new byte[7], new byte[8], {2, 0, 0, 0, 0, 0, 0, 0x7f, '{', '}'}
                }) {
            Files.write(file, bytes);
            assertThatThrownBy(() -> SafeTensors.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " is not a whole safetensors file");
        }
        assertThatThrownBy(() -> SafeTensors.open(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @Test
    void arrayBehindTwoGigabytesIsRead() throws IOException {
        long hole = 5L << 29; // 2.5 GiB
        String header =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":["
                        + hole
                        + ","
                        + (hole + 8)
                        + "]},\"hole\":{\"dtype\":\"U8\",\"shape\":["
                        + hole
                        + "],\"data_offsets\":[0,"
                        + hole
                        + "]}}";
        Path file = file(header, ByteBuffer.allocate(0));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(sparse.length() + hole);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40}); // 1f, 2f
        }
        try (SafeTensors saved = SafeTensors.open(file)) {
            assertThat(saved.read("x", manager).toFloatArray()).containsExactly(1, 2);
        }
    }

    @Test
    void changedBytesAreFound() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafeTensors.write(file, Map.of("x", manager.ones(new Shape(5))), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        try (SafeTensors saved = SafeTensors.open(file)) {
            assertThatThrownBy(saved::verify)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its checksum is");
        }
        SafeTensors.write(file, Map.of("x", manager.ones(new Shape(5))), Map.of("step", "7"));
        String text = Files.readString(file, ISO_8859_1);
        Files.writeString(file, text.replace("\"7\"", "\"8\""), ISO_8859_1);
        try (SafeTensors saved = SafeTensors.open(file)) {
            assertThat(saved.metadata()).containsEntry("step", "8");
            assertThatThrownBy(saved::verify).hasMessageContaining("its checksum is");
        }
        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        try (SafeTensors others = SafeTensors.open(file(header, ByteBuffer.allocate(8)))) {
            assertThatCode(others::verify).doesNotThrowAnyException();
        }
    }

    private Path file(String header, ByteBuffer data) throws IOException {
        byte[] text = header.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.capacity());
        bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data.rewind());
        return Files.write(folder.resolve("by-hand.safetensors"), bytes.array());
    }
}
