package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.SafeTensors;
import org.selfsup.engine.WholeFile;
import org.selfsup.eval.Features;

/** Files of features, by the ends of their names. */
enum FeatureFormat {
    /** A line a sample: split, name, label, then the features. */
    CSV {
        @Override
        void write(Map<String, Features> splits, RowNames names, Path file) throws IOException {
            writeTable(splits, names, file, true);
        }
    },

    /**
     * NumPy's format: all samples in one array {@code (n, d)}, and beside it a table of the split,
     * the name and the label of each row, {@code NAME.labels.csv}.
     */
    NPY {
        @Override
        void write(Map<String, Features> splits, RowNames names, Path file) throws IOException {
            int n = splits.values().stream().mapToInt(Features::size).sum();
            WholeFile.write(
                    file,
                    channel -> {
                        WholeFile.writeAll(channel, header(n, dimension(splits)));
                        for (Features features : splits.values()) {
                            writeRows(channel, features);
                        }
                    });
            writeTable(splits, names, labels(file), false);
        }
    },

    /** An array a split, and its labels where there are some. */
    SAFETENSORS {
        @Override
        void write(Map<String, Features> splits, RowNames names, Path file) throws IOException {
            try (NDManager manager = LibTorch.newManager(Device.cpu())) {
                Map<String, NDArray> arrays = new LinkedHashMap<>();
                splits.forEach(
                        (split, features) -> {
                            Shape shape = new Shape(features.size(), features.dimension());
                            arrays.put(split, manager.create(features.values(), shape));
                            if (features.labels() != null) {
                                int[] labels = features.labels().of();
                                arrays.put(
                                        split + "_labels",
                                        manager.create(
                                                IntStream.of(labels).asLongStream().toArray()));
                            }
                        });
                SafeTensors.write(file, arrays, Map.of());
            }
        }
    };

    /** What a row of a split is called. */
    interface RowNames {

        /** A file, a node or a number. */
        String of(String split, int row);
    }

    /**
     * Writes features.
     *
     * @param splits by name, all of one dimension
     * @param names of their rows, for tables
     * @param file replaced if it exists
     * @throws IOException if it cannot be written
     */
    abstract void write(Map<String, Features> splits, RowNames names, Path file) throws IOException;

    /**
     * The format that the end of a name asks for.
     *
     * @throws IllegalArgumentException if there is none of that end
     */
    static FeatureFormat of(Path file) {
        for (FeatureFormat format : values()) {
            if (file.toString().endsWith(format.end())) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "--output must end in .csv, .npy or .safetensors, got " + file);
    }

    private String end() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** Where the labels of an array's rows are. */
    static Path labels(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(
                name.substring(0, name.length() - NPY.end().length()) + ".labels.csv");
    }

    private static int dimension(Map<String, Features> splits) {
        return splits.values().iterator().next().dimension();
    }

    private static void writeTable(
            Map<String, Features> splits, RowNames names, Path file, boolean values)
            throws IOException {
        WholeFile.write(
                file,
                channel -> {
                    // The channel is the whole file's to close.
                    BufferedWriter csv =
                            new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
                    csv.write("split,name,label");
                    for (int i = 0; values && i < dimension(splits); i++) {
                        csv.write(",f" + i);
                    }
                    csv.write('\n');
                    for (Map.Entry<String, Features> split : splits.entrySet()) {
                        Features features = split.getValue();
                        int d = features.dimension();
                        for (int row = 0; row < features.size(); row++) {
                            String name = names.of(split.getKey(), row);
                            csv.write(split.getKey() + "," + quoted(name) + ",");
                            if (features.labels() != null) {
                                csv.write(Integer.toString(features.labels().of()[row]));
                            }
                            for (int i = 0; values && i < d; i++) {
                                csv.write("," + features.values()[row * d + i]);
                            }
                            csv.write('\n');
                        }
                    }
                    csv.flush();
                });
    }

    /** A field of a CSV file. */
    private static String quoted(String field) {
        return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Of format version 1.0: what follows it starts at a multiple of 64 bytes. */
    private static ByteBuffer header(int n, int d) {
        String text =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(n, d);
        int prefix = 10; // magic, version, length of the text
        int length = (prefix + text.length() + 1 + 63) / 64 * 64 - prefix;
        ByteBuffer header = ByteBuffer.allocate(prefix + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) length);
        header.put(
                (text + " ".repeat(length - text.length() - 1) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    private static void writeRows(FileChannel channel, Features features) throws IOException {
        int d = features.dimension();
        ByteBuffer row = ByteBuffer.allocate(d * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < features.size(); i++) {
            row.clear();
            row.asFloatBuffer().put(features.values(), i * d, d);
            WholeFile.writeAll(channel, row);
        }
    }
}
