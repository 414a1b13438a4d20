package org.selfsup.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A safetensors file: named arrays behind a JSON header, as Python's libraries read and write them.
 *
 * <pre>{@code 8 bytes n (little endian) | n bytes JSON | the arrays' bytes, little endian }</pre>
 *
 * <p>Reading maps large arrays piece by piece, so neither the file nor one array needs to fit into
 * a Java array. Types F64, F32, F16, I64, I32, I8, U8 and BOOL are read as they are; BF16 is
 * widened to FLOAT32, because the engine cannot hold it. Every offset of the header is checked
 * against the file before anything is read.
 *
 * <p>Files written here carry a CRC-32C of themselves in the header's metadata, where other readers
 * ignore it; in the header it stands for eight zeros there.
 */
public final class SafeTensors implements AutoCloseable {

    private static final int HEADER_LIMIT = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final String CHECKSUM = "checksum";
    private static final String NO_CHECKSUM = "00000000";
    private static final long CHUNK = 1L << 28;
    private static final long SMALL = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long start;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private SafeTensors(
            Path file,
            FileChannel channel,
            long start,
            Map<String, Entry> entries,
            Map<String, String> metadata) {
        this.file = file;
        this.channel = channel;
        this.start = start;
        this.entries = Collections.unmodifiableMap(entries);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * One array of the file.
     *
     * @param type its type in the file, such as F32
     * @param shape its shape
     * @param begin first byte, counted from the end of the header
     * @param end byte after the last
     */
    public record Entry(String type, Shape shape, long begin, long end) {}

    // ------------------------------------------------------------------ reading

    /**
     * Opens a file and checks its header.
     *
     * @throws IOException if it cannot be read or is no whole safetensors file; the message names
     *     it
     */
    public static SafeTensors open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < 8) {
                throw damaged(file, "it has " + size + " bytes, less than the 8 of a header");
            }
            long length = read(channel, 0, 8).getLong();
            if (length < 2 || length > HEADER_LIMIT || length > size - 8) {
                throw damaged(file, "its header claims " + length + " bytes, the file has " + size);
            }
            Map<String, Entry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            try {
                ByteBuffer bytes = read(channel, 8, (int) length);
                String json =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .decode(bytes)
                                .toString();
                parse(json, entries, metadata);
            } catch (IOException
                    | IllegalStateException
                    | IllegalArgumentException
                    | ArithmeticException e) {
                throw damaged(file, "its header is not valid: " + e.getMessage());
            }
            checkCoverage(file, entries, size - 8 - length);
            return new SafeTensors(file, channel, 8 + length, entries, metadata);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void parse(String json, Map<String, Entry> entries, Map<String, String> metadata)
            throws IOException {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (name.equals(METADATA)) {
                reader.beginObject();
                while (reader.hasNext()) {
                    metadata.put(reader.nextName(), reader.nextString());
                }
                reader.endObject();
            } else if (entries.put(name, entry(name, reader)) != null) {
                throw new IOException("it names \"" + name + "\" twice");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new IOException("something follows its last brace");
        }
    }

    private static Entry entry(String name, JsonReader reader) throws IOException {
        String type = "";
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName()) {
                case "dtype" -> type = reader.nextString();
                case "shape" -> shape = longs(reader);
                case "data_offsets" -> offsets = longs(reader);
                default -> reader.skipValue();
            }
        }
        reader.endObject();
        if (shape == null || offsets == null || offsets.size() != 2) {
            throw new IOException("\"" + name + "\" lacks its shape or its two offsets");
        }
        long bytes = width(type);
        boolean empty = false;
        for (long dimension : shape) {
            bytes = Math.multiplyExact(bytes, Math.max(1, dimension)); // of an empty one as well
            empty |= dimension == 0;
        }
        bytes = empty ? 0 : bytes;
        if (offsets.get(1) - offsets.get(0) != bytes) {
            throw new IOException(
                    "\""
                            + name
                            + "\" of type "
                            + type
                            + " and shape "
                            + shape
                            + " needs "
                            + bytes
                            + " bytes, its offsets are "
                            + offsets);
        }
        long[] dimensions = shape.stream().mapToLong(Long::longValue).toArray();
        return new Entry(type, new Shape(dimensions), offsets.get(0), offsets.get(1));
    }

    private static List<Long> longs(JsonReader reader) throws IOException {
        List<Long> values = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            long value = reader.nextLong();
            if (value < 0) {
                throw new IOException("a size or offset is " + value);
            }
            values.add(value);
        }
        reader.endArray();
        return values;
    }

    /** The arrays must fill the rest of the file: no hole, no overlap, nothing after them. */
    private static void checkCoverage(Path file, Map<String, Entry> entries, long size)
            throws IOException {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : byPlace) {
            if (entry.begin() != end) {
                throw damaged(
                        file,
                        "an array starts at byte " + entry.begin() + " where " + end + " is due");
            }
            end = entry.end();
        }
        if (end != size) {
            throw damaged(
                    file, "its arrays need " + end + " bytes after the header, it has " + size);
        }
    }

    /** The file, for messages. */
    public Path file() {
        return file;
    }

    /** The arrays by name, in the header's order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** Texts by key that the writer left in the header. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Checks header and arrays against the checksum of the writer, if there is one.
     *
     * @throws IOException if they differ
     */
    public void verify() throws IOException {
        String expected = metadata.get(CHECKSUM);
        if (expected == null) {
            return;
        }
        CRC32C crc = new CRC32C();
        crc.update(
                StandardCharsets.UTF_8
                        .decode(read(channel, 8, (int) (start - 8)))
                        .toString()
                        .replace(checksum(expected), checksum(NO_CHECKSUM))
                        .getBytes(StandardCharsets.UTF_8));
        for (long at = start, size = channel.size(); at < size; at += CHUNK) {
            crc.update(piece(channel, at, Math.min(CHUNK, size - at)));
        }
        if (!expected.equals(hex(crc))) {
            throw damaged(file, "its checksum is " + hex(crc) + ", written was " + expected);
        }
    }

    /**
     * Reads one array.
     *
     * @param name its name in the file
     * @param manager owner of the array; its device decides where the array lives
     * @throws IOException if the file has no such array or its type is unknown to the engine
     */
    public NDArray read(String name, NDManager manager) throws IOException {
        Entry entry = entry(name);
        NDArray array = manager.create(entry.shape(), dataType(entry));
        array.setName(name);
        readInto(name, array);
        return array;
    }

    /**
     * Whether {@link #readInto} would read one array into another: shape and type are the same.
     *
     * @throws IOException if the file has no such array or its type is unknown to the engine
     */
    public boolean fits(String name, NDArray target) throws IOException {
        Entry entry = entry(name);
        return target.getShape().equals(entry.shape()) && target.getDataType() == dataType(entry);
    }

    /**
     * Reads one array into an existing one, whose place in memory stays.
     *
     * @param name its name in the file
     * @param target of the same shape and of the type {@link #read} would give
     * @throws IOException if the file has no such array, or one of another shape or type
     */
    public void readInto(String name, NDArray target) throws IOException {
        Entry entry = entry(name);
        if (!fits(name, target)) {
            throw new IOException(
                    file
                            + " has \""
                            + name
                            + "\" as "
                            + dataType(entry)
                            + " "
                            + entry.shape()
                            + ", expected "
                            + target.getDataType()
                            + " "
                            + target.getShape());
        }
        try (NDManager scratch = target.getManager().newSubManager();
                NDArray alias = target.stopGradient()) {
            alias.attach(scratch);
            // Rows of the outermost dimension, so that no piece exceeds what one buffer can hold.
            long rows = entry.shape().dimension() == 0 ? 1 : entry.shape().get(0);
            long bytes = entry.end() - entry.begin();
            if (bytes == 0) {
                return;
            }
            long rowBytes = bytes / rows;
            long step = Math.max(1, CHUNK / rowBytes);
            for (long row = 0; row < rows; row += step) {
                long n = Math.min(step, rows - row);
                ByteBuffer piece =
                        widen(
                                entry,
                                piece(
                                        channel,
                                        start + entry.begin() + row * rowBytes,
                                        n * rowBytes));
                try (NDManager pieces = scratch.newSubManager()) {
                    Shape shape = entry.shape();
                    if (n == rows) {
                        alias.set(new NDIndex("..."), pieces.create(piece, shape, dataType(entry)));
                    } else {
                        long[] part = shape.getShape().clone();
                        part[0] = n;
                        alias.set(
                                new NDIndex(row + ":" + (row + n) + ",..."),
                                pieces.create(piece, new Shape(part), dataType(entry)));
                    }
                }
            }
        }
    }

    private Entry entry(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IOException(
                    file + " has no array \"" + name + "\"; it has " + entries.keySet());
        }
        return entry;
    }

    private DataType dataType(Entry entry) throws IOException {
        return switch (entry.type()) {
            case "F64" -> DataType.FLOAT64;
            case "F32", "BF16" -> DataType.FLOAT32;
            case "F16" -> DataType.FLOAT16;
            case "I64" -> DataType.INT64;
            case "I32" -> DataType.INT32;
            case "I8" -> DataType.INT8;
            case "U8" -> DataType.UINT8;
            case "BOOL" -> DataType.BOOLEAN;
            default ->
                    throw new IOException(
                            file
                                    + " holds an array of type "
                                    + entry.type()
                                    + ", which the engine cannot hold; convert it to F32");
        };
    }

    private static int width(String type) throws IOException {
        return switch (type) {
            case "F64", "I64", "U64" -> 8;
            case "F32", "I32", "U32" -> 4;
            case "F16", "BF16", "I16", "U16" -> 2;
            case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2" -> 1;
            default -> throw new IOException("it has an array of unknown type \"" + type + "\"");
        };
    }

    /** bfloat16 is the upper half of a float32. */
    private static ByteBuffer widen(Entry entry, ByteBuffer bytes) {
        if (!entry.type().equals("BF16")) {
            return bytes;
        }
        ByteBuffer wide =
                ByteBuffer.allocateDirect(2 * bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            wide.putInt(bytes.getShort() << 16);
        }
        return wide.flip().order(ByteOrder.nativeOrder());
    }

    /** A stretch of the file; a large one is mapped, which lasts until it is collected. */
    private static ByteBuffer piece(FileChannel channel, long position, long length)
            throws IOException {
        return length <= SMALL
                ? read(channel, position, (int) length)
                : channel.map(MapMode.READ_ONLY, position, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer read(FileChannel channel, long position, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("it was cut short while it was read");
            }
        }
        return bytes.flip();
    }

    /** As the header has it. */
    private static String checksum(String hex) {
        return "\"%s\":\"%s\"".formatted(CHECKSUM, hex);
    }

    private static IOException damaged(Path file, String why) {
        return new IOException(
                Troubleshooting.DAMAGED_FILE.of(
                        file
                                + " is not a whole safetensors file: "
                                + why
                                + "; take an older one or fetch it again"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    // ------------------------------------------------------------------ writing

    /**
     * Writes arrays under their names. The file appears whole or not at all: it is written aside,
     * flushed to the disk and then renamed.
     *
     * @param file replaced if it exists
     * @param arrays of types FLOAT64, FLOAT32, FLOAT16, INT64, INT32, INT8, UINT8 or BOOLEAN
     * @param metadata texts for the header
     * @throws IOException if it cannot be written; the file of that name is then as before
     */
    public static void write(
            Path file, Map<String, ? extends NDArray> arrays, Map<String, String> metadata)
            throws IOException {
        WholeFile.write(
                file,
                out -> {
                    // The checksum has a fixed width: the header's length is known before it is.
                    byte[] header = header(arrays, metadata, NO_CHECKSUM);
                    out.position(8L + header.length);
                    CRC32C crc = new CRC32C();
                    crc.update(header);
                    for (NDArray array : arrays.values()) {
                        write(array, out, crc);
                    }
                    header = header(arrays, metadata, hex(crc));
                    ByteBuffer head =
                            ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
                    out.position(0);
                    WholeFile.writeAll(out, head.putLong(header.length).put(header).flip());
                });
    }

    private static byte[] header(
            Map<String, ? extends NDArray> arrays, Map<String, String> metadata, String checksum)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name(METADATA).beginObject();
            for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
                if (!pair.getKey().equals(CHECKSUM)) { // of the file it was read from
                    json.name(pair.getKey()).value(pair.getValue());
                }
            }
            json.name(CHECKSUM).value(checksum);
            json.endObject();
            long end = 0;
            for (Map.Entry<String, ? extends NDArray> named : arrays.entrySet()) {
                NDArray array = named.getValue();
                if (named.getKey().equals(METADATA)) {
                    throw new IllegalArgumentException(
                            "An array cannot be named " + METADATA + ", the format's own name");
                }
                String type = typeName(named.getKey(), array.getDataType());
                json.name(named.getKey()).beginObject();
                json.name("dtype").value(type);
                json.name("shape").beginArray();
                for (long dimension : array.getShape().getShape()) {
                    json.value(dimension);
                }
                json.endArray();
                json.name("data_offsets").beginArray().value(end);
                end += array.getShape().size() * width(type);
                json.value(end).endArray().endObject();
            }
            json.endObject();
        }
        while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
            text.append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String typeName(String name, DataType type) {
        return switch (type) {
            case FLOAT64 -> "F64";
            case FLOAT32 -> "F32";
            case FLOAT16 -> "F16";
            case INT64 -> "I64";
            case INT32 -> "I32";
            case INT8 -> "I8";
            case UINT8 -> "U8";
            case BOOLEAN -> "BOOL";
            default ->
                    throw new IllegalArgumentException(
                            "Array \"" + name + "\" has type " + type + ", which is not written");
        };
    }

    private static void write(NDArray array, FileChannel out, CRC32C crc) throws IOException {
        if (array.getShape().size() == 0) {
            return;
        }
        try (NDManager scratch = array.getManager().newSubManager();
                NDArray alias = array.stopGradient()) {
            alias.attach(scratch);
            long rows = array.getShape().dimension() == 0 ? 1 : array.getShape().get(0);
            long rowBytes = array.getShape().size() / rows * array.getDataType().getNumOfBytes();
            long step = Math.max(1, CHUNK / rowBytes);
            if (step >= rows) {
                write(alias.toByteBuffer(true), out, crc);
                return;
            }
            for (long row = 0; row < rows; row += step) {
                try (NDManager pieces = scratch.newSubManager()) {
                    NDArray piece = alias.get(row + ":" + Math.min(rows, row + step) + ",...");
                    piece.attach(pieces);
                    write(piece.toByteBuffer(true), out, crc);
                }
            }
        }
    }

    private static void write(ByteBuffer bytes, FileChannel out, CRC32C crc) throws IOException {
        crc.update(bytes.duplicate());
        WholeFile.writeAll(out, bytes);
    }

    private static String hex(CRC32C crc) {
        return String.format("%08x", crc.getValue());
    }
}
